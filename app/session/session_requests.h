/// What the options ask for: analyses of a text, or studies of a sampler.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/request.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/study.h"
#include "viz/views/view_list.h"

namespace baryscope {

/// One of the two lists holds one request, or two that are seen beside each other.
struct SessionRequests {
  std::vector<AnalysisRequest> analyses;
  std::vector<SamplingRequest> studies;

  [[nodiscard]] bool empty() const { return analyses.empty() && studies.empty(); }
  friend bool operator==(const SessionRequests&, const SessionRequests&) = default;
};

/// True where the view shows a data set and not a text.
bool shows_samples(const OptionValues& values);
/// The view that stays or comes where something of this source is to be seen.
std::string view_for(const OptionValues& values, ViewSource source);

/// What the view needs. Throws UsageError for values that contradict each other.
SessionRequests make_session_requests(const OptionValues& values);

}  // namespace baryscope
