/// One head, one mechanism → a finished Analysis.
#pragma once

#include <memory>

#include "core/analysis/analysis.h"
#include "core/base/progress.h"
#include "core/engine/capture_store.h"

namespace baryscope {

/// What was settled before: which head, which queries, which of them is drawn.
struct HeadTask {
  int layer = 0;
  int head = 0;
  std::vector<int> queries;  ///< ascending positions
  int focus = 0;             ///< index into `queries`
  HeadChoice choice;
  std::vector<std::string> notes;
};

/// Throws UsageError, Error (NaN or infinity computed) or Cancelled.
std::shared_ptr<const Analysis> analyze_head(const AnalysisRequest& request,
                                             const OpenCapture& opened, const HeadTask& task,
                                             const Watch& watch);

}  // namespace baryscope
