/// Keys that a capture leaves out, as one token that stands for them.
#pragma once

#include <cstddef>
#include <map>

#include "core/model/capture.h"
#include "core/model/capture_rules.h"
#include "core/model/capture_shapes.h"

namespace baryscope {

/// Where layers have a log_sum_exp, a token "…" before all others takes what it says beyond the
/// keys that are there: log(exp(log_sum_exp) − Σ exp(score)), a bias on a key of 0 with a value of
/// 0. So the weights of the keys that are there are their weights among all. Such layers lose their
/// output, of which that token has no part. Throws ModelError where this cannot be.
void add_rest(const std::map<std::size_t, LayerExtras>& extras, const CaptureRules& rules,
              Capture& capture);

}  // namespace baryscope
