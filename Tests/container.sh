#!/usr/bin/env bash
# The service on a whole Debian 12 of its own: boots one in a container, installs the built program there, and plays a
# day of operation over real SFTP. One line a step, `ok` or `FAILED`; ends with 0 only if all are ok. Root only.
# The system is fetched once and kept below $LUOVA_CONTAINER (default: /var/cache/luova-container). `--keep` leaves the
# trial's own copy of it, stopped, for a look around.
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" -eq 0 ] || { echo "container: only root can boot a container" >&2; exit 77; }
. Tests/prepare.bash

missing=()
needs debootstrap /usr/sbin/debootstrap
needs systemd-container /usr/bin/systemd-nspawn
needs util-linux /usr/bin/nsenter
needs procps /usr/bin/pgrep
if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi

cache=${LUOVA_CONTAINER:-/var/cache/luova-container}
mkdir -p "$cache"
if [ ! -e "$cache/base/.complete" ]; then
    echo "fetching a Debian 12 into $cache/base" >&2
    # What is left mounted of a run that was killed while it fetched.
    for place in proc sys; do
        if mountpoint -q "$cache/base/$place"; then umount -R "$cache/base/$place"; fi
    done
    rm -rf --one-file-system "$cache/base"
    debootstrap --variant=minbase \
        --include=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,openssh-sftp-server,libxml2,tzdata,procps,iproute2,jq \
        bookworm "$cache/base" >"$cache/debootstrap.log"
    touch "$cache/base/.complete"
fi

swift build -c release --static-swift-stdlib --scratch-path .build-rel --product luova
# The test build as well, whose calls can be made to hang; it needs Swift's libraries beside it.
swift build --product luova

machine=$(mktemp -d -p "$cache")
leader=
finish() {
    local code=$?
    if [ -n "$leader" ] && kill -0 "$leader" 2>/dev/null; then
        # What nspawn does when it is asked to stop: an orderly shutdown of the system inside.
        kill -TERM "$leader" || true
        for _ in $(seq 300); do kill -0 "$leader" 2>/dev/null || break; sleep 0.1; done
        kill -KILL "$leader" 2>/dev/null || true
        wait "$leader" 2>/dev/null || true
    fi
    if [ "${1-}" = --keep ]; then echo "the trial's system is kept in $machine"; else rm -rf --one-file-system "$machine"; fi
    exit "$code"
}
trap 'finish "${1-}"' EXIT

cp -a --reflink=auto "$cache/base/." "$machine/"
install -m 755 .build-rel/release/luova "$machine/root/luova"
cp Tests/Container/trial.bash "$machine/root/trial.bash"
mkdir -p "$machine/usr/lib/luova-hanging"
cp .build/debug/luova "$machine/usr/lib/luova-hanging/luova"
ldd .build/debug/luova | awk '/swift|dispatch|Block|Foundation|icu/ && $3 ~ /^\// { print $3 }' |
    xargs -r cp -t "$machine/usr/lib/luova-hanging"

# Its own network (none but the loopback), its own processes, and its own root: nothing of it reaches this machine.
systemd-nspawn --quiet --register=no --keep-unit --private-network --console=pipe --boot \
    --machine=luova-trial --directory="$machine" </dev/null >"$cache/console.log" 2>&1 &
leader=$!

inside() {
    local init
    init=$(pgrep -P "$leader" | head -n 1) || return 1
    [ -n "$init" ] || return 1
    nsenter --target "$init" --mount --uts --ipc --net --pid --cgroup --root --wd \
        env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 HOME=/root "$@"
}
booted=
for _ in $(seq 600); do
    kill -0 "$leader" 2>/dev/null || break
    case $(inside systemctl is-system-running 2>/dev/null || true) in
        running | degraded) booted=yes; break ;;
    esac
    sleep 0.2
done
if [ -z "$booted" ]; then
    echo "FAILED the container boots; see $cache/console.log"
    tail -n 5 "$cache/console.log"
    exit 1
fi
echo "ok     the container boots"
inside timeout 900 bash /root/trial.bash
