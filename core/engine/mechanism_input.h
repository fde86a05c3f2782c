/// One head's tensors for a mechanism: the model's own, or borrowed ("lenses", product.md §2).
#pragma once

#include <optional>
#include <string>

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

/// The mechanism that a request means for this capture: the named one, else the capture's own, else
/// pairwise. Throws UsageError for an unknown name, Capture::Error for a capture's unknown one.
const MechanismInfo& requested_mechanism(const MechanismOptions& options, const Capture& capture);

/// Throws UsageError where an own vector or a learned λ is asked for and the capture has none.
MechanismInput mechanism_input(const MechanismOptions& options, const Capture& capture, int layer,
                               int head);

}  // namespace baryscope
