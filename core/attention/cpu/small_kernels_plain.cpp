#include "core/attention/cpu/small_builds.h"
#include "core/attention/cpu/small_kernels.h"

namespace baryscope::cpu {

constinit const SmallKernels<float> plain_float_kernels = kernels_of_this_build<float>();
constinit const SmallKernels<double> plain_double_kernels = kernels_of_this_build<double>();

}  // namespace baryscope::cpu
