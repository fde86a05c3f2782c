#include "core/model/capture_rest.h"

#include <ATen/ATen.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/model_error.h"

namespace baryscope {
namespace {

// A bias a head, query and key: beyond this many tokens they would not fit.
constexpr std::int64_t max_tokens = 4096;
// What no weight comes of, and no sum is spoiled by.
constexpr double nothing = -1e30;

// One more row of zeros before those along `dimension`.
at::Tensor put_before(const at::Tensor& values, std::int64_t dimension) {
  std::vector<std::int64_t> shape = values.sizes().vec();
  shape[static_cast<std::size_t>(dimension)] = 1;
  return at::cat({at::zeros(shape, values.options()), values}, dimension);
}

// [n_heads, n_tokens]: log Σ exp(score) over the keys that are there, −∞ without any.
at::Tensor sum_of_present(const LayerCapture& layer, double scale) {
  const std::int64_t n_heads = layer.query.size(0);
  at::Tensor sums = at::empty({n_heads, layer.query.size(1)}, at::kDouble);
  for (std::int64_t head = 0; head < n_heads; ++head) {
    const at::Tensor key = layer.key[head * layer.key.size(0) / n_heads].to(at::kDouble);
    at::Tensor scores = at::mm(layer.query[head].to(at::kDouble), key.t()) * scale;
    if (layer.score_cap > 0) {
      scores = scores.div(layer.score_cap).tanh().mul(layer.score_cap);
    }
    scores =
        scores.masked_fill(layer.allowed.logical_not(), -std::numeric_limits<double>::infinity());
    sums[head].copy_(scores.logsumexp(1));
  }
  return sums;
}

// log(exp(all) − exp(present)), of which rounding may make less than nothing.
at::Tensor logarithm_of_rest(const at::Tensor& all, const at::Tensor& present) {
  const at::Tensor share = present.sub(all).exp().clamp_max(1);  // of the keys that are there
  const at::Tensor rest = at::log1p(share.neg()).add(all);
  return at::where(rest.isfinite(), rest, at::full_like(rest, nothing)).clamp_min(nothing);
}

void add_to_layer(LayerCapture& layer, double scale, const at::Tensor& log_sum_exp,
                  const std::vector<std::int64_t>& queries) {
  const std::int64_t n_heads = layer.query.size(0);
  const std::int64_t n_tokens = layer.query.size(1);
  const at::Tensor places =
      queries.empty() ? at::arange(n_tokens, at::kLong) : at::tensor(queries, at::kLong);
  at::Tensor bias = at::zeros({n_heads, n_tokens + 1, n_tokens + 1}, layer.query.options());
  at::Tensor reads_rest = at::zeros({n_tokens + 1, 1}, at::kBool);
  if (log_sum_exp.defined()) {
    const at::Tensor present = sum_of_present(layer, scale).index_select(1, places);
    const at::Tensor rest = logarithm_of_rest(log_sum_exp.to(at::kDouble), present);
    bias.select(2, 0).index_copy_(1, places + 1, rest.to(bias.scalar_type()));
    reads_rest.index_fill_(0, places + 1, true);
    layer.score_bias = bias;
    layer.output = at::Tensor();
  }
  for (const LayerTensorName& row : layer_tensor_names()) {
    at::Tensor& values = layer.*(row.tensor);
    const std::string_view part = row.name;
    if (!values.defined() || (part == "lambda" && values.dim() == 1) || part == "score_bias") {
      continue;
    }
    values = put_before(values, part == "index_key" || part == "index_weight" ? 0 : 1);
  }
  layer.allowed = at::cat({reads_rest, put_before(layer.allowed, 0)}, 1);
}

}  // namespace

void add_rest(const std::map<std::size_t, LayerExtras>& extras, const CaptureRules& rules,
              Capture& capture) {
  const bool any = std::any_of(extras.begin(), extras.end(),
                               [](const auto& item) { return item.second.log_sum_exp.defined(); });
  if (!any) {
    return;
  }
  const auto n_tokens = static_cast<std::int64_t>(capture.tokens.size());
  if (n_tokens > max_tokens) {
    throw ModelError(fmt::format("keys are left out among {} tokens; this is read up to {}",
                                 n_tokens, max_tokens));
  }
  for (std::size_t number = 0; number < capture.layers.size(); ++number) {
    LayerCapture& layer = capture.layers[number];
    const auto found = extras.find(number);
    const at::Tensor sum = found == extras.end() ? at::Tensor() : found->second.log_sum_exp;
    if (layer.query_2.defined() || layer.key_prime.defined() || layer.score_bias.defined()) {
      throw ModelError(fmt::format(
          "layer {} leaves keys out beside key_prime, query_2 or score_bias, which is not read",
          number));
    }
    if (!layer.allowed.defined()) {
      layer.allowed = at::ones({n_tokens, n_tokens}, at::kBool);
    }
    const double usual = 1 / std::sqrt(static_cast<double>(layer.query.size(2)));
    add_to_layer(layer, layer.scale.value_or(capture.scale.value_or(usual)), sum,
                 rules.layers[number].queries);
  }
  Token rest;
  rest.text = "…";
  rest.special = true;
  capture.tokens.insert(capture.tokens.begin(), std::move(rest));
  if (capture.layout.sequences.empty()) {
    capture.layout.sequences.push_back({"", 0, static_cast<int>(n_tokens), {}});
  }
  for (TokenSequence& sequence : capture.layout.sequences) {
    ++sequence.first;
  }
  capture.layout.sequences.insert(capture.layout.sequences.begin(), {"left out", 0, 1, {}});
  if (capture.layout.grid) {
    ++capture.layout.grid->first;
  }
  capture.notes.emplace_back(
      "the capture leaves keys out: the token … stands for them, with their weight and a value of "
      "0");
}

}  // namespace baryscope
