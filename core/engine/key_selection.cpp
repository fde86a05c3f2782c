#include "core/engine/key_selection.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/engine/cost_limit.h"
#include "core/engine/own_rules.h"
#include "core/engine/plain_numbers.h"

namespace baryscope {
namespace {

// A selection is stored as n² booleans and sorted as n² scores: beyond this they would not fit.
constexpr std::int64_t max_tokens = 16'384;

// The mean over the heads of a layer's pairwise weights, [n, n]; one head in memory at a time.
at::Tensor mean_pairwise_weights(const Capture& capture, int layer, bool causal,
                                 const Watch& watch) {
  const LayerCapture& seen = capture.layers[static_cast<std::size_t>(layer)];
  const std::int64_t n_heads = seen.query.size(0);
  at::Tensor mean;
  for (std::int64_t head = 0; head < n_heads; ++head) {
    watch.report(static_cast<double>(head) / static_cast<double>(n_heads), "selecting keys");
    const MechanismInput input = plain_input(capture, layer, static_cast<int>(head), causal);
    const at::Tensor weights = attend(input.tensors, input.spec, {}, 0, false, [&watch](double) {
                                 watch.check();
                               }).weights[0];
    mean = mean.defined() ? mean.add_(weights) : weights.clone();
  }
  return mean.div_(static_cast<double>(n_heads));
}

}  // namespace

at::Tensor kept_keys(const MechanismInput& input, const Capture& capture, int layer,
                     const Watch& watch) {
  const MechanismOptions& options = input.options;
  if (options.select == "none") {
    return {};
  }
  const std::int64_t n_tokens = input.tensors.query.size(1);
  if (n_tokens > max_tokens) {
    throw UsageError(
        fmt::format("--select {}: key selection works up to {} tokens, there are {}; "
                    "use --window",
                    options.select, max_tokens, n_tokens));
  }
  at::Tensor allowed = allowed_keys(input.spec, n_tokens, input.tensors.query.device());
  if (input.tensors.kept.defined()) {
    allowed = allowed & input.tensors.kept;
  }
  if (options.select == "previous-layer") {
    if (layer == 0) {
      throw UsageError(
          "--select previous-layer: layer 0 has no layer before it; choose a later "
          "layer or another --select");
    }
    const at::Tensor scores = mean_pairwise_weights(capture, layer - 1, *options.causal, watch);
    // A query keeps itself, where it is a key at all.
    return select_keys(scores, allowed, options.keep, /*always_keep_query=*/true) & allowed;
  }
  const LayerCapture& seen = capture.layers[static_cast<std::size_t>(layer)];
  if (!seen.index_query.defined()) {
    throw UsageError(
        fmt::format("--select {}: {} has no indexer at layer {} (index_query, "
                    "index_key, index_weight); use --select previous-layer",
                    options.select, capture.model, layer));
  }
  const at::Tensor scores = indexer_scores(seen.index_query, seen.index_key, seen.index_weight,
                                           allowed, options.select == "indexer-softmax");
  return select_keys(scores, allowed, options.keep, /*always_keep_query=*/false);
}

KeptKeys kept_of(const MechanismInput& input, const at::Tensor& allowed, const QueryResult& row,
                 const Watch& watch) {
  const at::Tensor& kept = input.tensors.kept;
  KeptKeys result;
  const std::vector<double> marks = to_doubles(kept[row.position]);
  for (std::size_t key = 0; key < marks.size(); ++key) {
    if (marks[key] != 0) {
      result.keys.push_back(static_cast<int>(key));
    }
  }
  result.mass = row.weight_abs_sum;
  const at::Tensor& query = input.tensors.query;
  if (attention_cost(input.spec, 1, query.size(1), 1, query.size(2), std::nullopt) > cost_limit) {
    return result;
  }
  AttentionInput dense = input.tensors;
  dense.kept = allowed;
  AttentionSpec spec = input.spec;
  spec.statistics = false;
  const at::Tensor position = at::tensor({std::int64_t{row.position}}, at::kLong);
  const AttentionResult all =
      attend(dense, spec, position, 0, false, [&watch](double) { watch.check(); });
  if (!reads_tuples(*input.info)) {
    const std::vector<double> weights = to_doubles(all.weights);
    double mass = 0;
    for (const int key : result.keys) {
      mass += std::abs(weights[static_cast<std::size_t>(key)]);
    }
    result.dense_mass = mass;
  } else if (row.log_sum_exp) {
    // A softmax over tuples: e^s of the kept ones over e^s of all.
    result.dense_mass =
        row.weight_abs_sum * std::exp(*row.log_sum_exp - to_doubles(all.log_sum_exp).front());
  } else {
    result.dense_mass = 0;  // no tuple of kept keys
  }
  return result;
}

}  // namespace baryscope
