#!/usr/bin/env bash
# Installs what a bare Debian 12 with Swift lacks to build and run the project. Sourced by the other
# scripts; does nothing where all is there.

# The packages, and for each a file by which it is known to be there.
missing=()
[ -e /usr/include/libxml2/libxml/parser.h ] || missing+=(libxml2-dev)
command -v pkg-config >/dev/null || missing+=(pkg-config)
[ -e /usr/share/zoneinfo/Europe/Helsinki ] || missing+=(tzdata)
[ -e /etc/ssl/certs ] || missing+=(ca-certificates)
# What Swift itself needs to link and to run its package manager.
command -v cc >/dev/null || command -v gcc >/dev/null || missing+=(gcc)
[ -e /usr/include/c++ ] || missing+=(libstdc++-12-dev)
command -v git >/dev/null || missing+=(git)

if [ ${#missing[@]} -gt 0 ]; then
    echo "installing: ${missing[*]}" >&2
    privileged=()
    [ "$(id -u)" -eq 0 ] || privileged=(sudo)
    "${privileged[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${privileged[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi

command -v swift >/dev/null || {
    echo "there is no swift on the PATH; install Swift 6.3 from swift.org and try again" >&2
    exit 69
}

# A crash in a child that a test kills on purpose needs no backtrace.
export SWIFT_BACKTRACE=enable=no
