/// `layer auto`, `head auto`, `query auto`: which head says most (visual.md, Composition).
#pragma once

#include <vector>

#include "core/base/progress.h"
#include "core/geometry/matrix.h"
#include "core/model/capture.h"

namespace baryscope {

/// How much every row of one head says: the mass on content tokens j with |i − j| > 1, times (1 −
/// normalised entropy); [n_tokens], 0 for queries without content. Of a layer that names its own
/// mechanism by its own weights (|w|/‖w‖₁; for tuples the mean of the marginals and the joint
/// entropy), else under plain softmax attention.
std::vector<double> row_scores(const Capture& capture, int layer, int head, bool causal,
                               const std::vector<bool>& content, const Watch& watch);

/// The average of the row scores over the content queries, of every head: [n_layers, n_heads] (the
/// largest number of heads; 0 where a layer has fewer, or was not run).
Matrix head_scores(const Capture& capture, bool causal, const std::vector<bool>& content,
                   const Watch& watch);

/// The content query with the highest score, ties to the lower index; without content the first
/// token that is not special, else 0.
int best_query(const std::vector<double>& scores, const std::vector<bool>& content,
               const Tokens& tokens);

}  // namespace baryscope
