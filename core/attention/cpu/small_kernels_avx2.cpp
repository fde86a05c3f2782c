#include "core/attention/cpu/small_builds.h"
#include "core/attention/cpu/small_kernels.h"

// Compiled for AVX2 and FMA: nothing here may run before small_kernels() has asked the processor.
namespace baryscope::cpu {

constinit const SmallKernels<float> avx2_float_kernels = kernels_of_this_build<float>();
constinit const SmallKernels<double> avx2_double_kernels = kernels_of_this_build<double>();

}  // namespace baryscope::cpu
