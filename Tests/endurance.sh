#!/usr/bin/env bash
# The trials of every day play a part of what can go wrong; this plays all of it: a kill and a failure at each
# call to the kernel, power cuts (as root), random kills, a night minute by minute. An hour or more. Options
# go to `swift test`.
set -euo pipefail
cd "$(dirname "$0")/.."
. Tests/prepare.bash

[ "$(id -u)" -eq 0 ] || echo "not root: power cuts and full disks are left out" >&2
swift build --build-tests
LUOVA_ENDURANCE=full swift test --skip-build --parallel --num-workers 2 --disable-swift-testing \
    --filter 'KillPoint|FailPoint|PowerCut|RandomKills|DiskFault|Poison|Crash|HostileEntries|NightEndToEnd|Purge' "$@"
