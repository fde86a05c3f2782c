#include "core/attention/cpu/small_kernels.h"

#include "core/attention/cpu/small_builds.h"

namespace baryscope::cpu {
namespace {

bool has_avx2() {
#ifdef BARYSCOPE_AVX2_KERNELS
  static const bool has = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
  return has;
#else
  return false;
#endif
}

}  // namespace

template <>
const SmallKernels<float>& small_kernels<float>() {
#ifdef BARYSCOPE_AVX2_KERNELS
  if (has_avx2()) return avx2_float_kernels;
#endif
  return plain_float_kernels;
}

template <>
const SmallKernels<double>& small_kernels<double>() {
#ifdef BARYSCOPE_AVX2_KERNELS
  if (has_avx2()) return avx2_double_kernels;
#endif
  return plain_double_kernels;
}

}  // namespace baryscope::cpu
