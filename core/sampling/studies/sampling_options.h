/// The option rows of data and samplers, and the request that they make.
#pragma once

#include <string>
#include <vector>

#include "core/options/option_spec.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// dataset, n-samples, imbalance, noise, missing, sampler, compare-sampler, k-neighbors,
/// m-neighbors, arity, alpha, boundary-bias, bias-strength, sampling-strategy, standardize,
/// clique-limit, classifier, folds. All of the group "samples". `seed` is core/analysis's row.
std::vector<OptionSpec> sampling_options();

/// One request, or two (same data, the sampler of `compare-sampler`) where that is not `off`.
/// Throws UsageError for a bad value.
std::vector<SamplingRequest> make_sampling_requests(const OptionValues& values);

/// The sampler's part, for callers without data options (Python). `values` must hold these rows
/// and may lack all others.
SamplerOptions make_sampler_options(const OptionValues& values);

}  // namespace baryscope
