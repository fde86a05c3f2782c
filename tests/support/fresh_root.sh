#!/usr/bin/env bash
# The README's two commands in a bare Debian, in order, then the gallery: fresh_root.sh SOURCE RELEASE ROOT
# What this machine needs to reach its package archives goes along; nothing else of it does.
# Logs and pictures come back into SOURCE/build/fresh-RELEASE. ROOT is made anew, and stays for a look.
set -euo pipefail
source=$1 release=$2 root=$3
say() { printf 'fresh %s: %s\n' "$release" "$*" >&2; }
die() { printf 'fresh %s: failed: %s\n' "$release" "$*" >&2; exit 1; }

case $release in bookworm | trixie) ;; *) die "unknown release; known: bookworm, trixie" ;; esac
[ "$(id -u)" -eq 0 ] || die "making a root needs root: sudo ./dev fresh $release"
[ -z "$(git -C "$source" status --porcelain --untracked-files=no)" ] || say "only what is committed is tried"

# In a mount name space of its own, so that nothing stays mounted whatever happens.
if [ "${BARYSCOPE_FRESH_INSIDE:-}" != yes ]; then
  BARYSCOPE_FRESH_INSIDE=yes exec unshare --mount --propagation private "$0" "$@"
fi

results=$source/build/fresh-$release
rm -rf --one-file-system "$root" "$results"
mkdir -p "$(dirname "$root")" "$results"

# The archive that this machine uses for Debian, where it is Debian; else debootstrap's own.
archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1)
say "bare root in $root"
debootstrap --variant=minbase --include=ca-certificates,git "$release" "$root" ${archive:+"$archive"} >"$results/debootstrap.log" 2>&1 ||
  { tail -n 5 "$results/debootstrap.log" >&2; die "debootstrap did not work"; }

apt-config dump | grep '^Acquire::' >"$root/etc/apt/apt.conf.d/90archive" || true
for file in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/ssl/certs/ca-certificates.crt; do
  if [ -e "$file" ]; then cp -L "$file" "$root$file"; fi
done
if [ -d /usr/local/share/ca-certificates ]; then cp -rL /usr/local/share/ca-certificates "$root/usr/local/share/"; fi
for file in "${XDG_CONFIG_HOME:-$HOME/.config}/pip/pip.conf" "$HOME/.pip/pip.conf"; do
  if [ -e "$file" ]; then mkdir -p "$root/root/.config/pip" && cp -L "$file" "$root/root/.config/pip/pip.conf"; fi
done
for folder in proc dev sys; do
  mount --rbind "/$folder" "$root/$folder"
done

git clone -q --no-hardlinks "$source" "$root/root/baryscope"
# The variables that tell clients how to reach an archive, and no other.
environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb)
while IFS= read -r -d '' variable; do
  case ${variable%%=*} in
    PIP_* | *_proxy | *_PROXY | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE) environment+=("$variable") ;;
  esac
done < <(env -0)
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
cp -r "$root/root/baryscope/build/gallery" "$root/root/baryscope/build/figures" "$results/" 2>/dev/null || true
[ -z "${failed:-}" ] || die "these did not pass:$failed"
say "all passed; pictures are in $results"
