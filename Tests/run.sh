#!/usr/bin/env bash
# Installs what is missing, builds, and passes the tests. Options go to `swift test`, for instance
# `Tests/run.sh --filter ValidationTests`.
set -euo pipefail
cd "$(dirname "$0")/.."
. Tests/prepare.bash

swift build --build-tests --explicit-target-dependency-import-check error
swift test --skip-build --parallel "$@"
