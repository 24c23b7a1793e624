# Installs what a bare Debian 12 with Swift lacks to build and run the project. Sourced by the other
# scripts; does nothing where all is there.

command -v swift >/dev/null || {
    echo "there is no swift on the PATH; install Swift 6.3 from swift.org and try again" >&2
    exit 69
}

missing=()
# needs PACKAGE FILE…: the package, unless one of the files is there.
needs() {
    local package=$1 file
    shift
    for file in "$@"; do [ -e "$file" ] && return; done
    missing+=("$package")
}
needs libxml2-dev /usr/include/libxml2/libxml/parser.h
needs pkg-config /usr/bin/pkg-config
needs tzdata /usr/share/zoneinfo/Europe/Helsinki
# What Swift itself needs to compile, to link, and to run its package manager.
needs gcc /usr/bin/gcc
needs libc6-dev /usr/include/stdlib.h
needs libstdc++-12-dev /usr/include/c++/*/vector
needs git /usr/bin/git
needs libcurl4 /usr/lib/*/libcurl.so.4
needs libncurses6 /lib/*/libncurses.so.6 /usr/lib/*/libncurses.so.6
needs libsqlite3-0 /usr/lib/*/libsqlite3.so.0
# File systems of their own, for tests as root.
if [ "$(id -u)" -eq 0 ]; then
    needs e2fsprogs /usr/sbin/mkfs.ext4 /sbin/mkfs.ext4
    needs xfsprogs /usr/sbin/mkfs.xfs /sbin/mkfs.xfs
fi
# The manual and the unit are checked where they can be.
needs mandoc /usr/bin/mandoc
needs systemd /usr/bin/systemd-analyze
# What counts system calls.
needs strace /usr/bin/strace

privileged=()
[ "$(id -u)" -eq 0 ] || privileged=(sudo)
# install PACKAGE…
install_packages() {
    echo "installing: $*" >&2
    "${privileged[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive \
        "${privileged[@]}" apt-get install -y -qq --no-install-recommends "$@" >&2
}
if [ ${#missing[@]} -gt 0 ]; then install_packages "${missing[@]}"; fi
# What shows the status page as people see it, for those who look at pages: 153 MB to fetch on a minimal system, and
# nothing else needs it.
if [ -n "${looks_at_pages-}" ]; then
    missing=()
    needs chromium-headless-shell /usr/bin/chromium-headless-shell /usr/bin/chromium
    if [ ${#missing[@]} -gt 0 ]; then
        install_packages "${missing[@]}" || echo "no browser: the tests that look at pages will skip" >&2
    fi
fi

# Prometheus' tool judges metrics and alert rules. Its package would start a service, so only the tool is taken out of it.
if ! [ -e /usr/bin/promtool ] && ! [ -e .build/promtool/usr/bin/promtool ]; then
    echo "unpacking: promtool" >&2
    unpacked=$(mktemp -d)
    if (cd "$unpacked" && chmod 755 . && apt-get download -qq prometheus && dpkg-deb -x prometheus_*.deb promtool && rm promtool/usr/bin/prometheus) >&2; then
        mkdir -p .build
        rm -rf .build/promtool
        mv "$unpacked/promtool" .build/promtool
    fi
    rm -rf "$unpacked"
fi

# A child that a test kills on purpose needs no backtrace.
export SWIFT_BACKTRACE=enable=no
