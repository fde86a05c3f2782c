#!/usr/bin/env bash
# Runs a command on an X server and a session bus of its own: on_display.sh [--size WxH] COMMAND…
# A missing tool is a failure that names its package; ./dev test installs them all.
set -euo pipefail
size=1600x1000
if [ "${1:-}" = --size ]; then size=$2; shift 2; fi
require() {
  command -v "$1" >/dev/null || { echo "missing: $1 (Debian package $2); ./dev test installs it"; exit 1; }
}
require xvfb-run xvfb
require xauth xauth
require dbus-run-session dbus
require xdotool xdotool
require import imagemagick
exec dbus-run-session -- xvfb-run -a -s "-screen 0 ${size}x24 +extension GLX" "$@"
