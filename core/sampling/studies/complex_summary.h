/// What the sampled complexes consist of, in numbers.
#pragma once

#include "core/sampling/samplers/sampler.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// Summed over the classes. All simplices by dimension, and the Betti numbers b_0, b_1, b_2, only
/// where they are few enough to be counted within milliseconds.
ComplexSummary summarize_complex(const Resampled& resampled, const Watch& watch);

}  // namespace baryscope
