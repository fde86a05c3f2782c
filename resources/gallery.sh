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
