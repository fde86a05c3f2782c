#!/usr/bin/env bash
# Runs tests at every level that this processor has, at one and two threads, and says what differs:
#   tests/support/processor_levels.sh [BUILD_FOLDER [CTEST_ARGUMENT…]]
# Without arguments: build/dev, and every test that computes through LibTorch or our own kernels.
# A level that the processor lacks is left out, and said. Ends with 1 if any test failed anywhere.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=${1:-build/dev}
shift || true
if [ $# -eq 0 ]; then
  set -- --label-regex '^(core/(base|sampling|attention|model|training|engine)|app/(session|cli)|viz/vtk|resources)$'
fi
[ -e "$build/CTestTestfile.cmake" ] || { echo "$build: no build folder; run ./dev test first" >&2; exit 2; }

has() { grep -qw "$1" /proc/cpuinfo; }
levels=(default)
if has avx2 && has fma; then levels+=(avx2); else echo "not here: avx2"; fi
if has avx512f && has avx512vl; then levels+=(avx512); else echo "not here: avx512"; fi

# LibTorch's own kernels, oneDNN, MKL (which heeds MKL_ENABLE_INSTRUCTIONS on Intel's processors alone,
# MKL_CBWR=COMPATIBLE everywhere), our kernels, the C library's mathematics (with or without FMA) and
# llvmpipe's pixels.
default=(ATEN_CPU_CAPABILITY=default ONEDNN_MAX_CPU_ISA=SSE41 MKL_ENABLE_INSTRUCTIONS=SSE4_2
  MKL_CBWR=COMPATIBLE BARYSCOPE_CPU=portable LP_NATIVE_VECTOR_WIDTH=128
  GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F)
avx2=(ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 MKL_ENABLE_INSTRUCTIONS=AVX2
  BARYSCOPE_CPU=avx2 LP_NATIVE_VECTOR_WIDTH=256)
avx512=(ATEN_CPU_CAPABILITY=avx512 MKL_ENABLE_INSTRUCTIONS=AVX512 BARYSCOPE_CPU=avx512)

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for level in "${levels[@]}"; do
  for threads in 1 2; do
    run=$level.$threads
    declare -n variables=$level
    env "${variables[@]}" OMP_NUM_THREADS=$threads MKL_NUM_THREADS=$threads \
      ctest --test-dir "$build" --output-junit "$results/$run.xml" --output-on-failure "$@" \
      >"$results/$run.log" 2>&1
    grep -E '^[0-9]+% tests passed' "$results/$run.log" | sed "s/^/$run threads: /" ||
      { tail -5 "$results/$run.log"; exit 1; }
    sed -n '/^The following tests FAILED/,$p' "$results/$run.log" |
      sed -nE 's/^[[:space:]]*[0-9]+ - (.*) \((Failed|Timeout|SEGFAULT|Subprocess aborted).*/\1/p' |
      sort >"$results/$run.failed"
  done
done

all=$(cat "$results"/*.failed | sort -u)
if [ -z "$all" ]; then
  echo "The same at every level: all passed."
  exit 0
fi
echo "Not the same, or failed everywhere:"
while IFS= read -r test; do
  where=$(grep -lxF -- "$test" "$results"/*.failed | sed -E 's|.*/(.*)\.failed|\1|' | paste -sd' ')
  echo "  $test: fails at $where"
done <<<"$all"
exit 1
