/// The table of one build of the kernels: what a source includes that is compiled for one kind of
/// processor.
#pragma once

#include "core/attention/cpu/small_pairwise.h"
#include "core/attention/cpu/small_tuples.h"

namespace {

template <typename Scalar>
constexpr baryscope::cpu::SmallKernels<Scalar> kernels_of_this_build() {
  return {[](const SmallTuples<Scalar>& problem) {
            return TupleKernel<Scalar>(problem, nullptr).used();
          },
          [](const SmallTuples<Scalar>& problem, Scalar* workspace) {
            TupleKernel<Scalar>(problem, workspace).forward();
          },
          [](const SmallTuples<Scalar>& problem, Scalar* workspace) {
            TupleKernel<Scalar>(problem, workspace).backward();
          },
          [](const SmallPairwise<Scalar>& problem) {
            return PairwiseKernel<Scalar>(problem, nullptr).used();
          },
          [](const SmallPairwise<Scalar>& problem, Scalar* workspace) {
            PairwiseKernel<Scalar>(problem, workspace).forward();
          },
          [](const SmallPairwise<Scalar>& problem, Scalar* workspace) {
            PairwiseKernel<Scalar>(problem, workspace).backward();
          }};
}

}  // namespace
