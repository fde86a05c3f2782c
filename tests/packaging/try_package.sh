#!/usr/bin/env bash
# Installs a package in a bare Debian in which nothing was ever built, and uses the program there:
# try_package.sh DEB RELEASE PICTURES. The release is the one that the package was made on; what was drawn
# comes back into the folder PICTURES.
set -euo pipefail
deb=$(realpath "$1") release=$2 pictures=$3
say() { printf 'package %s: %s\n' "$release" "$*" >&2; }
die() { printf 'package %s: failed: %s\n' "$release" "$*" >&2; exit 1; }
. "$(dirname "$0")/../support/bare_root.sh"
own_mounts "$@"

work=$(mktemp -d "${TMPDIR:-/var/tmp}/baryscope-package.XXXXXX")
root=$work/root
clean() {
  for folder in dev sys proc; do umount --recursive --lazy "$root/$folder" 2>/dev/null || true; done
  rm -rf --one-file-system "$work"
}
trap clean EXIT
make_bare_root "$release" "$root" "$work/log"

in_root() { chroot "$root" env -i "${bare_environment[@]}" DEBIAN_FRONTEND=noninteractive "$@"; }
install_there() {
  in_root apt-get install -y -qq --no-install-recommends "$@" >"$work/log" 2>&1 ||
    { tail -n 20 "$work/log" >&2; die "apt-get install $* did not work"; }
}
# Shell lines of a person without rights, who has nothing but an empty home.
as_person() {
  in_root setpriv --reuid 1000 --regid 1000 --clear-groups env -i PATH=/usr/bin:/bin LANG=C.UTF-8 \
    HOME=/home/person XDG_RUNTIME_DIR=/home/person LIBGL_ALWAYS_SOFTWARE=1 sh -euc "cd; $1" >&2
}
install -d -o 1000 -g 1000 -m 700 "$root/home/person"

say "$(($(stat -c %s "$deb") / 1000000)) MB to carry, $(($(dpkg-deb -f "$deb" Installed-Size) * 1024 / 1000000)) MB installed"
say "depends on: $(dpkg-deb -f "$deb" Depends)"
cp "$deb" "$root/baryscope.deb"
in_root apt-get update -qq >&2
install_there /baryscope.deb
rm "$root/baryscope.deb"
for library in "$root"/usr/lib/baryscope/*.so; do
  if readelf -SW "$library" | grep -q ' \.debug_info '; then die "$library was not stripped"; fi
done

say "a report, a picture, a shipped model"
as_person '
  baryscope --version
  baryscope --output report.json; grep -q "\"bakery\"" report.json
  baryscope --output picture.png; test -s picture.png
  baryscope street --output street.png --output street.json; grep -q two-simplicial street.json
  test ! -e .cache/baryscope' || die "the program does not work without a window"

say "over-sampling from Python"
install_there python3-numpy
as_person 'python3 -c "
import numpy
from baryscope.over_sampling import SimplicialSMOTE
X = numpy.random.default_rng(0).normal(size=(60, 2))
print(numpy.bincount(SimplicialSMOTE(random_state=0).fit_resample(X, [0] * 45 + [1] * 15)[1]))"' ||
  die "Python does not find the samplers"

say "a window"
install_there xvfb xauth
as_person '
  printf "output window.json\noutput in-window.png\nquit\n" >script.txt
  xvfb-run -a -s "-screen 0 1600x1000x24 +extension GLX" baryscope --script script.txt
  test -s window.json; test -s in-window.png' || die "no window came up"
install_there imagemagick
as_person '
  xvfb-run -a -s "-screen 0 1600x1000x24 +extension GLX" sh -c "
    baryscope & program=\$!; sleep 15; import -window root window.png; kill \$program"
  test -s window.png' || die "the window could not be photographed"
rm -rf "$pictures"
mkdir -p "$pictures"
cp "$root"/home/person/*.png "$pictures/"
say "passed; pictures are in $pictures"
