#!/usr/bin/env bash
# Fuzzes each target of Tests/Fuzzing with AddressSanitizer: `Tests/fuzz.sh [seconds [target…]]`, 20 seconds each unless
# told otherwise. What was found worth keeping stays in .build-fuzz/corpus; a crash ends with 1 and says how to repeat it.
set -euo pipefail
cd "$(dirname "$0")/.."
. Tests/prepare.bash

seconds=${1:-20}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(xml json projection routes)
build=.build-fuzz/release
sanitizers=(-sanitize=fuzzer,address -enable-testing)

# The rooms, instrumented; libFuzzer brings the main program, so each target is linked by hand.
swift build -c release --target Routing --scratch-path .build-fuzz --sanitize address \
    -Xswiftc -sanitize=fuzzer -Xswiftc -enable-testing
rm -rf .build-fuzz/table-*
objects=$(grep -hoE '/[^"]+\.swift\.o' "$build"/{Files,Messages,XML,Validation,Routing}.build/output-file-map.json)

for target in "${targets[@]}"; do
    echo "== fuzzing $target for $seconds s"
    program=.build-fuzz/fuzz-$target
    swiftc -O -parse-as-library -swift-version 6 "${sanitizers[@]}" -module-name "${target}_target" -o "$program" \
        -I "$build/Modules" -I Sources/CLibXML2 -I Sources/CLinux -I Sources/CProcessor $(pkg-config --cflags-only-I libxml-2.0 | sed 's/-I/-Xcc -I/g') \
        Tests/Fuzzing/*.swift "Tests/Fuzzing/$target"/*.swift \
        $objects -lxml2 2>&1 | { grep -v 'Cannot export local symbol' || true; }
    mkdir -p ".build-fuzz/corpus/$target" ".build-fuzz/crashes"
    "$program" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix=".build-fuzz/crashes/$target-" ".build-fuzz/corpus/$target" "Tests/Fuzzing/$target/seeds" \
        2>&1 | grep -vE '# Uses|NEW_FUNC|dictionary' || {
        echo "fuzzing $target found a mistake; repeat it: $program $(ls -t .build-fuzz/crashes/"$target"-* | head -n 1)" >&2
        exit 1
    }
done
