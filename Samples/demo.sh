#!/usr/bin/env bash
# Installs what is missing, builds the program as it is released and the handlers, and runs the main job on every
# sample: a whole spool in a temporary folder, the daemon, and a table of what became of each file.
# Ends with 0 only if each had the outcome that its folder names. Options go to `luova demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
. Tests/prepare.bash

for product in luova sample-handler; do
    swift build --configuration release --static-swift-stdlib --product "$product"
done
exec "$(swift build --configuration release --static-swift-stdlib --show-bin-path)/luova" demo "$@"
