#include "core/engine/head_choice.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "core/analysis/mechanism_list.h"
#include "core/attention/mask.h"
#include "core/engine/key_selection.h"
#include "core/engine/mechanism_input.h"
#include "core/engine/own_rules.h"
#include "core/engine/plain_numbers.h"

namespace baryscope {
namespace {

// Numbers in memory at a time: 32 MB of floats.
constexpr std::int64_t max_block = 8'000'000;

// The weight of key j = i + offset for rows [begin, end): [h, rows]; 0 where there is no such key.
at::Tensor neighbour_weights(const at::Tensor& weights, const at::Tensor& counts,
                             std::int64_t begin, std::int64_t offset) {
  const std::int64_t n = weights.size(2);
  const at::Tensor keys = at::arange(begin + offset, begin + offset + weights.size(1),
                                     weights.options().dtype(at::kLong));
  const at::Tensor inside = (keys >= 0) & (keys < n);
  const at::Tensor places = keys.clamp(0, n - 1);
  const at::Tensor found =
      weights.gather(2, places.view({1, -1, 1}).expand({weights.size(0), -1, 1})).squeeze(2);
  return found * (counts.index_select(0, places) * inside);
}

// Multiply-adds that scoring one head may take.
constexpr double max_own_cost = 1e9;

// The scores of a head whose layer names its mechanism, by that mechanism; nothing where it is
// plain softmax attention or would take too long.
std::optional<std::vector<double>> own_scores(const Capture& capture, int layer, int head,
                                              bool causal, const std::vector<bool>& content,
                                              const Watch& watch) {
  const std::optional<MechanismOptions>& own = capture.layers[static_cast<std::size_t>(layer)].own;
  if (!own || is_plain(mechanism(own->mechanism))) {
    return {};
  }
  MechanismOptions asked;
  asked.causal = causal;
  MechanismInput input = mechanism_input(asked, {"causal"}, capture, layer, head);
  const std::int64_t n = input.tensors.query.size(1);
  if (attention_cost(input.spec, 1, n, n, input.tensors.query.size(2), {}) > max_own_cost) {
    return {};
  }
  input.tensors.kept = kept_keys(input, capture, layer, watch);
  const AttentionResult found =
      attend(input.tensors, input.spec, {}, 0, false, [&watch](double) { watch.check(); });
  const bool tuples = found.marginal_key.defined();
  at::Tensor mass = tuples ? found.marginal_key[0] : found.weights[0].abs();
  if (found.marginal_key_prime.defined()) {
    mass = (mass + found.marginal_key_prime[0]) / 2;
  }
  const Matrix weights = to_matrix(mass);
  const std::vector<double> joint = tuples ? to_doubles(found.entropy[0]) : std::vector<double>();
  at::Tensor readable = allowed_keys(input.spec, n, at::kCPU);
  if (input.tensors.kept.defined()) {
    readable = readable & input.tensors.kept.to(at::kCPU);
  }
  const Matrix allowed = to_matrix(readable.to(at::kDouble));
  std::vector<double> scores(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    const auto row = weights.row(i);
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    const double n_allowed = std::accumulate(allowed.row(i).begin(), allowed.row(i).end(), 0.0);
    if (!(sum > 0) || n_allowed < 2 || !content[static_cast<std::size_t>(i)]) {
      continue;
    }
    double entropy = tuples ? joint[static_cast<std::size_t>(i)] : 0;
    double on_content = 0;
    for (int j = 0; j < n; ++j) {
      const double share = weights(i, j) / sum;
      if (!tuples && share > 0) {
        entropy -= share * std::log(share);
      }
      if (content[static_cast<std::size_t>(j)] && std::abs(i - j) > 1) {
        on_content += share;
      }
    }
    const double slots = n_key_slots(mechanism(own->mechanism), own->order);
    const double normalized = entropy / (slots * std::log(n_allowed));
    scores[static_cast<std::size_t>(i)] = on_content * std::max(0.0, 1 - normalized);
  }
  return scores;
}

// query [h, n, d], key [h, n, d], bias [h, n, n] and kept [n, n] or undefined → scores of the rows
// [h, n]; 0 for a row that may read nothing.
at::Tensor scores_of(const AttentionSpec& spec, const at::Tensor& query, const at::Tensor& key,
                     const at::Tensor& bias, const at::Tensor& kept,
                     const std::vector<bool>& content, const Watch& watch) {
  const std::int64_t n_heads = query.size(0);
  const std::int64_t n = query.size(1);
  const double scale = spec.scale.value_or(1.0 / std::sqrt(static_cast<double>(query.size(2))));
  const std::int64_t n_rows = std::max<std::int64_t>(1, max_block / (n_heads * n));
  const at::Tensor counts =
      at::tensor(std::vector<double>(content.begin(), content.end()), at::kDouble)
          .to(query.device(), query.scalar_type());
  std::vector<at::Tensor> parts;
  for (std::int64_t begin = 0; begin < n; begin += n_rows) {
    watch.check();
    const std::int64_t end = std::min(n, begin + n_rows);
    at::Tensor scores = at::bmm(query.narrow(1, begin, end - begin), key.transpose(1, 2)) * scale;
    if (spec.score_cap > 0) {
      scores = scores.div_(spec.score_cap).tanh_().mul_(spec.score_cap);
    }
    if (bias.defined()) {
      scores.add_(bias.narrow(1, begin, end - begin));
    }
    at::Tensor n_allowed = at::full({end - begin}, static_cast<double>(n), at::kDouble);
    if (spec.causal || spec.window_1 || kept.defined()) {
      const at::Tensor rows = at::arange(begin, end, query.options().dtype(at::kLong));
      at::Tensor allowed = allowed_at(spec, rows, n);
      if (kept.defined()) {
        allowed = allowed & kept.narrow(0, begin, end - begin);
      }
      scores.masked_fill_(allowed.logical_not(), -std::numeric_limits<double>::infinity());
      n_allowed = allowed.sum(1).to(at::kCPU, at::kDouble);
    }
    const at::Tensor weights = at::softmax(scores, -1).nan_to_num_(0);
    const at::Tensor entropy = at::special_entr(weights).sum(-1).to(at::kCPU, at::kDouble);
    const at::Tensor normalized = at::where(
        n_allowed > 1, entropy / n_allowed.log().clamp_min(1e-300), at::zeros_like(entropy));
    // The mass on all content keys, less that on the query itself and its two neighbours.
    at::Tensor mass = at::matmul(weights, counts);
    for (const std::int64_t offset : {-1, 0, 1}) {
      mass.sub_(neighbour_weights(weights, counts, begin, offset));
    }
    mass = mass.to(at::kCPU, at::kDouble).clamp_min_(0);
    parts.push_back(mass * (1 - normalized));
  }
  return at::cat(parts, 1);
}

}  // namespace

std::vector<double> row_scores(const Capture& capture, int layer, int head, bool causal,
                               const std::vector<bool>& content, const Watch& watch) {
  if (auto own = own_scores(capture, layer, head, causal, content, watch)) {
    return *std::move(own);
  }
  const LayerCapture& seen = capture.layers[static_cast<std::size_t>(layer)];
  const std::int64_t key_head = head * seen.key.size(0) / seen.query.size(0);
  const MechanismInput plain = plain_input(capture, layer, head, causal);
  std::vector<double> scores = to_doubles(
      scores_of(plain.spec, seen.query.narrow(0, head, 1), seen.key.narrow(0, key_head, 1),
                plain.tensors.score_bias, seen.allowed, content, watch)[0]);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = content[i] ? scores[i] : 0;
  }
  return scores;
}

Matrix head_scores(const Capture& capture, bool causal, const std::vector<bool>& content,
                   const Watch& watch) {
  std::int64_t n_heads = 0;
  for (const LayerCapture& layer : capture.layers) {
    n_heads = std::max(n_heads, layer.query.defined() ? layer.query.size(0) : 0);
  }
  Matrix averages(static_cast<int>(capture.layers.size()), static_cast<int>(n_heads));
  const auto n_content = std::count(content.begin(), content.end(), true);
  if (n_content == 0) {
    return averages;
  }
  std::vector<double> mask(content.begin(), content.end());
  const at::Tensor chosen = at::tensor(mask, at::kDouble);
  for (std::size_t layer = 0; layer < capture.layers.size(); ++layer) {
    watch.report(static_cast<double>(layer) / static_cast<double>(capture.layers.size()),
                 "choosing a head");
    const LayerCapture& seen = capture.layers[layer];
    if (!seen.query.defined()) {
      continue;  // not run
    }
    if (seen.own && !is_plain(mechanism(seen.own->mechanism))) {
      for (int head = 0; head < static_cast<int>(seen.query.size(0)); ++head) {
        const std::vector<double> rows =
            row_scores(capture, static_cast<int>(layer), head, causal, content, watch);
        averages(static_cast<int>(layer), head) =
            std::accumulate(rows.begin(), rows.end(), 0.0) / static_cast<double>(n_content);
      }
      continue;
    }
    const at::Tensor key = seen.key.repeat_interleave(seen.query.size(0) / seen.key.size(0), 0);
    const MechanismInput plain = plain_input(capture, static_cast<int>(layer), 0, causal);
    const at::Tensor rows =
        scores_of(plain.spec, seen.query, key, seen.score_bias, seen.allowed, content, watch);
    const std::vector<double> means =
        to_doubles((rows * chosen).sum(-1) / static_cast<double>(n_content));
    for (std::size_t head = 0; head < means.size(); ++head) {
      averages(static_cast<int>(layer), static_cast<int>(head)) = means[head];
    }
  }
  return averages;
}

int best_query(const std::vector<double>& scores, const std::vector<bool>& content,
               const Tokens& tokens) {
  int best = -1;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (content[i] && (best < 0 || scores[i] > scores[static_cast<std::size_t>(best)])) {
      best = static_cast<int>(i);
    }
  }
  if (best >= 0) {
    return best;
  }
  const auto plain =
      std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return !token.special; });
  return plain == tokens.end() ? 0 : static_cast<int>(plain - tokens.begin());
}

}  // namespace baryscope
