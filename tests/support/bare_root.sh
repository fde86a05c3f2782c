# A bare Debian root, for scripts that source this and define say and die; needs root's rights, debootstrap
# and the network.

# own_mounts "$@": starts the script again in a mount name space of its own, so that nothing stays mounted
# whatever happens.
own_mounts() {
  [ "$(id -u)" -eq 0 ] || die "making a root needs root's rights (sudo)"
  [ "${BARYSCOPE_OWN_MOUNTS:-}" = yes ] ||
    BARYSCOPE_OWN_MOUNTS=yes exec unshare --mount --propagation private "$0" "$@"
}

# make_bare_root RELEASE ROOT LOG [PACKAGE,…]: makes ROOT anew. What this machine needs to reach its package
# archives goes along; nothing else of it does. Sets bare_environment, the variables that do the same.
make_bare_root() {
  local release=$1 root=$2 log=$3 packages=ca-certificates${4:+,$4} archive file folder variable
  case $release in bookworm | trixie) ;; *) die "unknown release '$release'; known: bookworm, trixie" ;; esac
  rm -rf --one-file-system "$root"
  mkdir -p "$(dirname "$root")"
  # The archive that this machine uses for Debian, where it is Debian; else debootstrap's own.
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1)
  say "bare root in $root"
  debootstrap --variant=minbase --include="$packages" "$release" "$root" ${archive:+"$archive"} >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; die "debootstrap did not work"; }

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
  # The variables that tell clients how to reach an archive, and no other.
  bare_environment=(HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 TERM=dumb)
  while IFS= read -r -d '' variable; do
    case ${variable%%=*} in
      PIP_* | *_proxy | *_PROXY | SSL_CERT_FILE | SSL_CERT_DIR | REQUESTS_CA_BUNDLE) bare_environment+=("$variable") ;;
    esac
  done < <(env -0)
}
