/// Top-k key selection (science.md §2.4) on a capture's tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/analysis/analysis.h"
#include "core/base/progress.h"
#include "core/engine/mechanism_input.h"
#include "core/model/capture.h"

namespace baryscope {

/// bool [n_tokens, n_tokens] kept keys a query; undefined for `select none`. Throws UsageError
/// where the capture has no indexer, or `previous-layer` is asked for at layer 0.
at::Tensor kept_keys(const MechanismInput& input, const Capture& capture, int layer,
                     const Watch& watch);

/// What the kept keys of `input` left to the query of `row`, which was computed with them, of those
/// that are `allowed`, bool [n_tokens, n_tokens]; undefined: all.
KeptKeys kept_of(const MechanismInput& input, const at::Tensor& allowed, const QueryResult& row,
                 const Watch& watch);

}  // namespace baryscope
