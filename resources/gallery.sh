#!/usr/bin/env bash
# Makes the README's pictures: gallery.sh PROGRAM FOLDER
set -euo pipefail
program=$1
folder=$2
mkdir -p "$folder"

# picture NAME ARGS…: once for light paper and once for dark.
picture() {
  local name=$1 theme
  shift
  for theme in light dark; do
    "$program" --no-config "$@" --theme "$theme" --output "$folder/$name-$theme.png"
    printf 'gallery: %s\n' "$folder/$name-$theme.png" >&2
  done
}

picture bakery
picture street street
picture street-pair street street-pairwise
picture match3 match3
picture signed-sum signed-sum signed-sum-pairwise
picture needle needle-pairwise needle-rectified
picture mary smollm2
picture mary-flow smollm2 --view flow
picture bakery-differential --layer 5 --head 3 --query bakery --mechanism differential --lambda 0.8
picture bakery-cog --layer 5 --head 3 --query bakery --mechanism cog
picture bakery-two-simplicial --layer 5 --head 3 --query bakery --mechanism two-simplicial

# Over-sampling: edges beside simplices, decision regions before and after, and how a point is made.
for data in two-moons circle-in-circle swiss-roll torus; do
  size=1200x740
  [ "$data" != two-moons ] || size=1200x620
  picture "sampling-$data" --dataset "$data" --n-samples 500 --imbalance 8 --noise 0.15 \
    --sampler smote --compare-sampler simplicial-smote --size "$size"
done
for step in 0 1 2 3 4 5 6; do
  picture "sampling-step-$step" --dataset two-moons --n-samples 250 --noise 0.15 \
    --sampler simplicial-smote --step "$step" --size 800x560
done

# The other views of a text.
fox="The quick brown fox jumps over the lazy dog"
picture fox-flow quick-fox
picture fox-ring --text "$fox" --layer 2 --head 10 --query jumps --view ring
picture street-flow street-triangle
picture street-ring street --view ring
picture window-flow --view flow --causal on --window 4 --query between
picture bakery-ring-triples --view ring --mechanism two-simplicial --window 7x3 --window-anchor key --query library
# The whole of λ from 0 to 1.2 in one still: the last frame of the film below.
picture leaving-the-hull --mechanism differential --layer 0 --head 1 --query bakery \
  --animate sweep --sweep lambda=0:1.2 --trail on --loop off --duration 4 --frame 119

# film NAME.ENDING ARGS…: and its frames on a sheet, to be looked at.
film() {
  local name=$1
  shift
  "$program" --no-config "$@" --output "$folder/$name"
  printf 'gallery: %s (%s bytes)\n' "$folder/$name" "$(stat -c %s "$folder/$name")" >&2
  ffmpeg -v error -y -i "$folder/$name" -vf "fps=4,scale=480:-1,tile=4x4" -frames:v 1 "$folder/${name%.*}-sheet.png"
}

film bakery-flow.gif --view flow --layer 5 --head 3 --query bakery --animate flow --duration 1.8 --fps 25 \
  --size 1000x560 --theme light
film street-flow.gif street-triangle --animate flow --duration 1.8 --fps 25 --size 1000x560 --theme dark
film street-triangle.mp4 street-triangle --animate flow --duration 3.6 --fps 30 --size 1280x720 --theme dark
film leaving-the-hull.mp4 leaving-the-hull --animate sweep --sweep lambda=0:1.2 --trail on --loop off \
  --duration 6 --fps 30 --size 1280x720
film bakery-turntable.mp4 --layer 5 --head 3 --query bakery --animate turntable --duration 6 --fps 30 --size 1280x720
film smote-steps.mp4 smote-steps --animate sweep --sweep step=0:6 --easing linear --loop off --duration 14 --fps 30 --size 1280x720

if [ "$(stat -c %s "$folder/bakery-flow.gif")" -gt 4000000 ]; then
  printf 'gallery: bakery-flow.gif is larger than 4 MB\n' >&2
  exit 1
fi
