/// The builds of the kernels for small problems, one a kind of processor.
#pragma once

#include "core/attention/cpu/small_problem.h"

namespace baryscope::cpu {

extern const SmallKernels<float> plain_float_kernels;
extern const SmallKernels<double> plain_double_kernels;
#ifdef BARYSCOPE_AVX2_KERNELS
extern const SmallKernels<float> avx2_float_kernels;
extern const SmallKernels<double> avx2_double_kernels;
#endif

}  // namespace baryscope::cpu
