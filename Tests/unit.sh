#!/usr/bin/env bash
# The units of the service and its drop-ins, as systemd itself reads them: no mistake, and no more exposed than the page
# luova.service(8) says. Needs no running manager.
set -euo pipefail
cd "$(dirname "$0")/.."
. Tests/prepare.bash

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The program need not be installed here.
sed 's,/usr/bin/luova ,/bin/true ,' Sources/luova/Systemd/luova.service >"$folder/luova.service"
sed 's,/usr/bin/luova ,/bin/true ,' Sources/luova/Systemd/luova-purge.service >"$folder/luova-purge.service"
cp Sources/luova/Systemd/luova-purge.timer "$folder/"
# No word is a good word: a key that is not known is only a warning to systemd.
correct() {
    local words
    words=$(systemd-analyze verify --man=no "$folder/luova.service" "$folder/luova-purge.timer" 2>&1) && [ -z "$words" ] || { echo "$words"; return 1; }
}

# exposure TENTHS [DROP-IN]: at most so exposed.
exposure() {
    rm -rf "$folder/luova.service.d"
    if [ $# -gt 1 ]; then
        install -D -m 644 -t "$folder/luova.service.d" "Sources/luova/Systemd/$2"
        sed -i 's,/usr/bin/luova ,/bin/true ,' "$folder/luova.service.d/$2"
    fi
    correct
    local report
    report=$(systemd-analyze security --no-pager --offline=true --threshold="$1" "$folder/luova.service") || {
        echo "$report" | grep -E '✗|Overall'
        return 1
    }
    echo "${2:-luova.service}: $(echo "$report" | grep -oE 'level for .*: [0-9.]+' | grep -oE '[0-9.]+$') of at most $(($1 / 10)).$(($1 % 10))"
}
exposure 7
exposure 7 monitoring.conf
exposure 5 private-copies.conf
exposure 9 unreadable-uploads.conf
exposure 11 programs.conf
systemd-analyze security --no-pager --offline=true --threshold=4 "$folder/luova-purge.service" >"$folder/report" || {
    grep -E '✗|Overall' "$folder/report"
    exit 1
}
echo "luova-purge.service: $(grep -oE 'level for .*: [0-9.]+' "$folder/report" | grep -oE '[0-9.]+$') of at most 0.4"
