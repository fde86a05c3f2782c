#!/usr/bin/env bash
# Makes the pictures of the window in README: window_pictures.sh PROGRAM TORCH_FOLDER TARGET_FOLDER
# Needs what the tests need (./dev test installs it). ./dev fresh makes them in a bare root.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
program=$(realpath "$1") torch=$2
mkdir -p "$3"
export BARYSCOPE_WINDOW_PICTURES=$(realpath "$3")
for recording in "$top"/resources/window_pictures/*.rec; do
  echo "window: $BARYSCOPE_WINDOW_PICTURES/$(basename "$recording" .rec).png"
  python3 "$top/tests/recordings/play.py" "$program" "$torch" "$recording"
done
