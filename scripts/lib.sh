# shellcheck shell=bash
# What every script here shares. Sourced, never run.

PATH=$PATH:/usr/sbin:/sbin # a user's PATH, which sudo is asked to keep, may lack them

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # for the scripts that source this
lab=/run/aerie-lab # pid files of what these scripts start; gone after a reboot, as are the processes

say() { printf '==> %s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# become_root "$@": runs the calling script again as root, with the PATH that finds swift.
become_root() {
    [[ $EUID -eq 0 ]] && return
    command -v sudo >/dev/null || die "this needs root: run it as root, or install sudo"
    local keep=("PATH=$PATH") name
    for name in CI SWIFTLY_HOME_DIR SWIFTLY_BIN_DIR AERIE_DEMO_DATA OS_CLOUD OS_CLIENT_CONFIG_FILE \
        AERIE_MODEL_SEED AERIE_MODEL_RUNS AERIE_TEMPEST_CONCURRENCY AERIE_TEMPEST_BUILT; do
        [[ -n ${!name-} ]] && keep+=("$name=${!name}")
    done
    exec sudo env "${keep[@]}" "$0" "$@"
}

# Root builds in the user's clone: what it made there goes back to the clone's owner.
hand_back_build() {
    local owner
    owner=$(stat -c %u:%g "$repository")
    [[ $owner != 0:0 ]] || return 0
    local build
    for build in "$repository/.build" "$repository/Benchmarks/.build"; do
        [[ ! -d $build ]] || chown -R --no-dereference "$owner" "$build"
    done
}

# wait_until SECONDS COMMAND…: asks every 0.1 s whether COMMAND succeeds; fails when time is up.
wait_until() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# The Debian package of swift does not exist: it is found on PATH or where tarballs are commonly unpacked.
find_swift() {
    command -v swift >/dev/null || PATH=$PATH:/opt/swift/usr/bin:/usr/local/swift/usr/bin
    command -v swift >/dev/null ||
        die "swift was not found. Install Swift 6.2 or later (https://www.swift.org/install/linux/, or unpack its Debian 12 tarball to /opt/swift)"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [[ $(printf '%s\n' 6.2 "$version" | sort -V | head -n 1) == 6.2 ]] ||
        die "Swift 6.2 or later is needed; $(command -v swift) is ${version:-of an unknown version}"
}

# is_running PIDFILE PROGRAM: whether the process noted in PIDFILE is alive and still is PROGRAM.
is_running() {
    local pid
    [[ -s $1 ]] && pid=$(<"$1") && [[ $(cat "/proc/$pid/comm" 2>/dev/null) == "$2" ]]
}

# Arrows between modules are in Package.swift; the build fails on an import that has none.
# shellcheck disable=SC2034
swift_flags=(--package-path "$repository" --explicit-target-dependency-import-check error)

# An optimized build, with Swift's runtime linked in: what is built runs on machines without Swift.
# shellcheck disable=SC2034
release_flags=("${swift_flags[@]}" -c release --static-swift-stdlib)

# shellcheck disable=SC2034
guests=$repository/.build/guests

# Where the demo lives: not below a home directory, since QEMU runs as its own user and has to reach the disks.
# shellcheck disable=SC2034
demo_data=${AERIE_DEMO_DATA:-/var/lib/aerie-demo}
# shellcheck disable=SC2034
demo_url=http://127.0.0.1:8774

# owns DIRECTORY DOMAIN: whether the libvirt domain has a disk, kernel or log below DIRECTORY. grep -q would end before
# virsh has written all, and pipefail take that for a no.
owns() { virsh -q -c qemu:///system dumpxml "$2" 2>/dev/null | grep -F "'$1/" >/dev/null; }
