# Shared by run.sh and test.sh; sourced, not run.
# Finds the project, installs missing packages, builds a preset.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*"; }
die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# The packages of dependencies.txt, without the comments.
wanted_packages() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$project/packaging/dependencies.txt"; }

install_missing_packages() {
    command -v dpkg-query > /dev/null ||
        die "This script installs packages with apt, so it needs Debian 12 or a relative of it. Elsewhere: install what packaging/dependencies.txt lists, then 'cmake --preset release && cmake --build --preset release'."
    local missing=() package
    while read -r package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null) == installed ]] || missing+=("$package")
    done < <(wanted_packages)
    ((${#missing[@]})) || return 0

    local as_root=()
    if ((EUID != 0)); then
        command -v sudo > /dev/null ||
            die "These packages are missing and need root to install: ${missing[*]}. Run this as root, or install sudo."
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} packages that are missing (once; the first time takes some minutes)."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq ||
        die "apt could not refresh its package lists. Check the network, then try again."
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" > /dev/null ||
        die "apt could not install: ${missing[*]}. Its message above says why."
}

# build PRESET [TARGET...]: configures where needed and builds; quick when nothing changed.
build() {
    local preset=$1
    shift
    cd "$project"
    local log="build/$preset.log"
    mkdir -p build
    say "Building ($preset; details in $log)."
    # Warnings are errors where changes are checked, not for users, whose compiler may be another.
    local strict=()
    [[ ${CI:-} == true ]] && strict=(-DPHISCOPE_WERROR=ON)
    if ! cmake --preset "$preset" "${strict[@]}" > "$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "Configuring failed. The lines above are the end of $log."
    fi
    if ! cmake --build --preset "$preset" ${1:+--target "$@"} >> "$log" 2>&1; then
        grep -nE 'error|FAILED' "$log" | head -n 20 >&2 || true
        tail -n 30 "$log" >&2
        die "The build failed. The lines above are from $log."
    fi
}

have_display() { [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; }
