#!/usr/bin/env bash
# Runs fuzz targets that are built: fuzz.sh BUILD_DIR TARGET SECONDS; TARGET "all" is every one in turn.
# Seeds are tests/fuzz/corpus/TARGET; new inputs are kept in BUILD_DIR/corpus/TARGET, findings in
# BUILD_DIR/findings/TARGET, and each of these is tried again first. Ends with 1 where there is any.
set -euo pipefail
build=$1 wanted=$2 seconds=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf 'fuzz: %s\n' "$*" >&2; }

targets=()
for program in "$build"/bin/fuzz_*; do
  target=${program##*/fuzz_}
  [ "$wanted" != all ] && [ "$wanted" != "$target" ] || targets+=("$target")
done
if [ ${#targets[@]} -eq 0 ]; then
  say "no target $wanted; there are: $(cd "$build/bin" && echo fuzz_* | sed 's/fuzz_//g')"
  exit 2
fi

# Inputs are written as files, thousands a second: into memory where there is such a place.
scratch=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" baryscope-fuzz.XXXXXX)
trap 'rm -rf "$scratch"' EXIT
export TMPDIR=$scratch
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:quarantine_size_mb=16
export UBSAN_OPTIONS=print_stacktrace=1

failed=0
summary=()
for target in "${targets[@]}"; do
  kept=$build/corpus/$target findings=$build/findings/$target log=$build/$target.log
  mkdir -p "$kept" "$findings"
  arguments=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=256 -print_final_stats=1
    -artifact_prefix="$findings/")
  [ ! -e "$here/dictionaries/$target.dict" ] || arguments+=(-dict="$here/dictionaries/$target.dict")
  say "$target for $seconds s"
  code=0
  "$build/bin/fuzz_$target" "${arguments[@]}" "$kept" "$here/corpus/$target" "$findings" \
    </dev/null >"$log" 2>&1 || code=$?
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1 | tr -dc 0-9 || true)
  found="no finding"
  if [ $code -ne 0 ]; then
    failed=1
    found="A FINDING: $(grep -m 1 -E '^FINDING|ERROR: |runtime error|libFuzzer: ' "$log" || tail -n 1 "$log")"
    found+="; the input: $(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1); all of it: $log"
  fi
  summary+=("$target: ${runs:-0} runs, ${covered:-0} edges covered, $found")
done
for line in "${summary[@]}"; do say "$line"; done
exit $failed
