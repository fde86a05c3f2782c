/// The rows behind samplers(): each sampler's description with the function that samples a class.
#pragma once

#include <string>
#include <string_view>

#include "core/sampling/samplers/sampler.h"
#include "core/sampling/samplers/sampling_space.h"

namespace baryscope {

struct SamplerRow {
  SamplerInfo info;
  ClassSampler sample = nullptr;  ///< null: nothing is sampled
};

/// Throws UsageError with the nearest known name.
const SamplerRow& sampler_row(std::string_view name);

}  // namespace baryscope
