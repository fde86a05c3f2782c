/// One head's tensors for a mechanism: the model's own, or borrowed ("lenses", product.md §2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/request.h"
#include "core/attention/attention.h"
#include "core/model/capture.h"

namespace baryscope {

/// What attend() needs for one head, with everything resolved.
struct MechanismInput {
  AttentionInput tensors;  ///< one query head: [1, n_tokens, head_dim]
  AttentionSpec spec;
  MechanismOptions options;  ///< the request's, every default resolved
  const MechanismInfo* info = nullptr;
  std::optional<std::string> lens;  ///< what is borrowed, in words; nothing for the model's own
};

/// The options that a request means for a layer. Where the layer names its own mechanism and the
/// request names none or the same: the layer's own options, under those of `given` (option ids that
/// a person set). Else the request's, its mechanism by default the capture's own, else pairwise.
/// Throws UsageError for an unknown mechanism, Capture::Error for a capture's unknown one.
MechanismOptions requested_options(const MechanismOptions& options,
                                   const std::vector<std::string>& given, const Capture& capture,
                                   int layer);

/// Mask, window, scale, cap and bias are the layer's own, for lenses too; a window that is `given`
/// replaces the layer's. Throws UsageError where an own vector or a learned λ is asked for and the
/// capture has none.
MechanismInput mechanism_input(const MechanismOptions& options,
                               const std::vector<std::string>& given, const Capture& capture,
                               int layer, int head);

}  // namespace baryscope
