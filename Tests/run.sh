#!/usr/bin/env bash
# Installs what is missing, builds, and passes the tests. Options go to `swift test`, for instance
# `Tests/run.sh --filter ValidationTests`.
set -euo pipefail
cd "$(dirname "$0")/.."
looks_at_pages=yes
. Tests/prepare.bash

swift build --build-tests --explicit-target-dependency-import-check error
report=$(mktemp)
trap 'rm -f "$report"' EXIT
swift test --skip-build --parallel --disable-swift-testing --xunit-output "$report" "$@"
# The runner prints no sum when tests run in parallel.
echo "$(grep -c '<testcase' "$report") passed, 0 failed"
