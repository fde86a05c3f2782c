/// Two models read the same text: their requests, and the second one's analysis.
#pragma once

#include <memory>
#include <vector>

#include "core/analysis/analysis.h"
#include "core/engine/engine.h"
#include "core/options/option_table.h"

namespace baryscope {

/// The option rows of the comparison: compare, compare-mechanism.
std::vector<OptionSpec> comparison_options();

/// One request, or two where `compare` names a second model or `compare-mechanism` a second
/// mechanism. Throws UsageError as make_request().
std::vector<AnalysisRequest> make_requests(const OptionValues& values);

/// Analyses of `request` beside those of another model: where the request leaves the query open it
/// is the token that `first` shows, and a layer, head or query that this model does not have is
/// chosen anew, which a note says. Throws what the engine throws, with the model named.
std::vector<std::shared_ptr<const Analysis>> analyze_beside(Engine& engine, const Analysis& first,
                                                            const AnalysisRequest& request,
                                                            const Watch& watch);

}  // namespace baryscope
