#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the whole test suite.
set -euo pipefail
usage() {
    cat <<'TXT'
Usage: packaging/test.sh [--help] [--preset NAME] [ctest options]

Installs the packages that Phiscope needs (Debian 12; root or sudo), builds the
preset NAME (default: release) and runs its tests; window tests run under Xvfb
where there is no display. Other options go to ctest: packaging/test.sh -R swc
TXT
}
preset=release
rest=()
while (($#)); do
    case $1 in
    --help | -h) usage; exit 0 ;;
    --preset) preset=${2:?--preset needs a name}; shift ;;
    *) rest+=("$1") ;;
    esac
    shift
done
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=packaging/common.sh
source "$here/common.sh"

install_missing_packages
build "$preset"
cd "$project"
# A locale with decimal commas, so that the tests can show that no file is read or written by it.
locales="$project/build/locale"
if [[ ! -d $locales/de_DE.UTF-8 ]] && command -v localedef > /dev/null; then
    mkdir -p "$locales"
    localedef -i de_DE -f UTF-8 "$locales/de_DE.UTF-8" || say "No comma-decimal locale: its tests are skipped."
fi
# Not under sanitizers: glibc keeps what it parsed of LOCPATH for good, which they report as a leak.
[[ -d $locales/de_DE.UTF-8 && $preset != *san ]] && export LOCPATH=$locales
run=()
if ! have_display; then
    # 24-bit colour: OpenGL needs it. noreset: the server outlives the first window.
    run=(xvfb-run -a -s "-screen 0 1920x1200x24 -noreset")
fi
"${run[@]}" ctest --preset "$preset" "${rest[@]}"
