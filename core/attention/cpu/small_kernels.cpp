#include "core/attention/cpu/small_kernels.h"

#include "core/attention/cpu/small_builds.h"
#include "core/base/processor.h"

namespace baryscope::cpu {
namespace {

bool wants_avx2() { return processor_level() >= ProcessorLevel::avx2; }

}  // namespace

template <>
const SmallKernels<float>& small_kernels<float>() {
#ifdef BARYSCOPE_AVX2_KERNELS
  if (wants_avx2()) return avx2_float_kernels;
#endif
  return plain_float_kernels;
}

template <>
const SmallKernels<double>& small_kernels<double>() {
#ifdef BARYSCOPE_AVX2_KERNELS
  if (wants_avx2()) return avx2_double_kernels;
#endif
  return plain_double_kernels;
}

}  // namespace baryscope::cpu
