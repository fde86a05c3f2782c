#!/usr/bin/env bash
# The README's two commands in a bare Debian, in order, then the gallery: fresh_root.sh SOURCE RELEASE ROOT
# Logs and pictures come back into SOURCE/build/fresh-RELEASE. ROOT is made anew, and stays for a look.
set -euo pipefail
source=$1 release=$2 root=$3
say() { printf 'fresh %s: %s\n' "$release" "$*" >&2; }
die() { printf 'fresh %s: failed: %s\n' "$release" "$*" >&2; exit 1; }
. "$(dirname "$0")/bare_root.sh"
own_mounts "$@"
[ -z "$(git -C "$source" status --porcelain --untracked-files=no)" ] || say "only what is committed is tried"

results=$source/build/fresh-$release
rm -rf --one-file-system "$results"
mkdir -p "$results"
make_bare_root "$release" "$root" "$results/debootstrap.log" git
git clone -q --no-hardlinks "$source" "$root/root/baryscope"
environment=("${bare_environment[@]}")
[ -z "${CI:-}" ] || environment+=("CI=$CI")

# step NAME COMMAND…: a command in the clone, timed.
step() {
  local name=$1 start=$SECONDS
  shift
  say "$*"
  if chroot "$root" env -i "${environment[@]}" bash -c 'cd /root/baryscope && exec "$@"' step "$@" \
    </dev/null > >(tee "$results/$name.log") 2>&1; then
    say "$* took $((SECONDS - start)) s"
  else
    say "$* FAILED after $((SECONDS - start)) s (its words: $results/$name.log)"
    failed="${failed:-} $name"
  fi
}
step run ./dev run
step run-again ./dev run --version
step test ./dev test
step gallery ./dev gallery
step window-pictures bash -c 'resources/window_pictures.sh build/dev/bin/baryscope "$(sed -n "s/^BARYSCOPE_TORCH_DIR:[A-Z]*=//p" build/dev/CMakeCache.txt)" build/gallery'
cp -r "$root/root/baryscope/build/gallery" "$root/root/baryscope/build/figures" "$results/" 2>/dev/null || true
[ -z "${failed:-}" ] || die "these did not pass:$failed"
say "all passed; pictures are in $results"
