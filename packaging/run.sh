#!/usr/bin/env bash
# Installs what is missing, builds Phiscope and starts it.
set -euo pipefail
usage() {
    cat <<'TXT'
Usage: packaging/run.sh [--help] [FILE or phiscope's own options]

Installs the packages that Phiscope needs (Debian 12; root or sudo), builds it
and starts it with FILE, or with the built-in layer 5 pyramidal cell.
Where there is no display, the same example runs without a window: a picture
and a results file are written to the folder phiscope-output.
The second start takes seconds.
TXT
}
for argument in "$@"; do
    [[ $argument == --help || $argument == -h ]] && { usage; exit 0; }
done
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
start=$PWD
# shellcheck source=packaging/common.sh
source "$here/common.sh"

install_missing_packages
build release phiscope phiscope-run
bin="$project/build/release/bin"

cd "$start"
if have_display; then
    exec "$bin/phiscope" "$@"
fi

scene="$project/resources/scenes/l5_pyramidal.phiscope"
for argument in "$@"; do
    [[ $argument == *.phiscope && -f $argument ]] && scene=$argument
done
out="$start/phiscope-output"
mkdir -p "$out"
name=$(basename "$scene" .phiscope)
say "No display here, so the example runs without a window."
"$bin/phiscope-run" "$scene" -o "$out/$name.phiscope.h5"
"$bin/phiscope" --figure "$out/$name.png" --size 1600x1200 --at 14 "$scene"
say "Picture: $out/$name.png"
say "Results: $out/$name.phiscope.h5"
