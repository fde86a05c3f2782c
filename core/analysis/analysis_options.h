/// The option rows that change what is computed, and the request they make.
#pragma once

#include <string_view>
#include <vector>

#include "core/analysis/request.h"
#include "core/options/option_spec.h"
#include "core/options/option_table.h"

namespace baryscope {

/// Rows `model` … `place-by` of product.md §2, plus dense, force, device, threads, cpu, seed.
std::vector<OptionSpec> analysis_options();

/// The typed request of these values. `text-file` must have been read into `text` before.
/// A `model` that is_capture_name() is a capture. Throws UsageError for a bad value.
AnalysisRequest make_request(const OptionValues& values);

/// Copies what the option `id` sets ("window" both widths). Nothing for ids of no mechanism.
void copy_option(std::string_view id, const MechanismOptions& from, MechanismOptions& to);

}  // namespace baryscope
