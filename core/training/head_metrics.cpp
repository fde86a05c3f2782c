#include "core/training/head_metrics.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/analysis/mechanism_list.h"
#include "core/attention/attention.h"
#include "core/geometry/hull_membership.h"
#include "core/model/transformer_layer.h"

namespace baryscope {
namespace {

constexpr double hull_tolerance = 1e-5;

bool reads_pairs(const MechanismOptions& options) {
  return n_key_slots(mechanism(options.mechanism), options.order) == 2;
}

bool weighs_keys(const MechanismOptions& options) {
  return !reads_tuples(mechanism(options.mechanism));
}

// Row k−1 of the keys at k, row 0 kept.
at::Tensor shifted(const at::Tensor& keys) {
  const std::int64_t n = keys.size(1);
  return at::cat({keys.narrow(1, 0, 1), keys.narrow(1, 0, n - 1)}, 1);
}

/// What the layer's own mechanism reads, from what its heads saw.
AttentionInput own_input(const LayerCapture& layer) {
  const MechanismOptions& options = *layer.own;
  AttentionInput input;
  input.query = layer.query;
  input.key = layer.key;
  input.value = layer.value;
  input.value_2 = layer.value_2;
  if (reads_pairs(options)) {
    input.key_prime = options.key_prime == "own"   ? layer.key_prime
                      : options.key_prime == "key" ? layer.key
                                                   : shifted(layer.key);
    input.value_prime = options.value_prime == "own"     ? layer.value_prime
                        : options.value_prime == "value" ? layer.value
                                                         : at::ones_like(layer.value);
  }
  if (mechanism(options.mechanism).needs_second_query_key) {
    const bool own = options.second_query_key == "own";
    input.query_2 = own ? layer.query_2 : layer.query.neg();
    input.key_2 = own ? layer.key_2 : layer.key;
    input.lambda =
        layer.lambda.defined()
            ? layer.lambda
            : at::full({layer.query.size(0)}, options.lambda.value_or(0.8), layer.query.options());
  }
  return input;
}

at::Tensor row_tensor(const std::vector<std::int64_t>& rows, const at::Device& device) {
  return at::tensor(rows, at::kLong).to(device);
}

/// F64 on the CPU, row-major.
at::Tensor plain(const at::Tensor& values) {
  return values.detach().to(at::kCPU, at::kDouble).contiguous();
}

}  // namespace

HeadMetrics::HeadMetrics(const Task& task, std::string mechanism_name, int max_hull_outputs)
    : m_task(task), m_mechanism(std::move(mechanism_name)), m_max_hull_outputs(max_hull_outputs) {}

void HeadMetrics::add(const Capture& capture, std::span<const std::int64_t> ids,
                      std::span<const std::uint8_t> asked, const Watch& watch) {
  const auto layer =
      std::find_if(capture.layers.begin(), capture.layers.end(), [this](const LayerCapture& seen) {
        return seen.own && seen.own->mechanism == m_mechanism && seen.own->select == "none";
      });
  if (layer == capture.layers.end()) {
    return;
  }
  if (reads_pairs(*layer->own)) {
    add_pairs(*layer, capture.causal, ids, asked);
  }
  if (weighs_keys(*layer->own)) {
    add_keys(*layer, capture.causal, ids, asked);
  }
  add_hulls(*layer, capture.causal, asked, watch);
}

void HeadMetrics::add_pairs(const LayerCapture& layer, bool causal,
                            std::span<const std::int64_t> ids,
                            std::span<const std::uint8_t> asked) {
  const auto n = static_cast<int>(ids.size());
  const std::optional<int> blank = m_task.vocabulary().blank;
  const AttentionInput input = own_input(layer);
  AttentionSpec spec = attention_spec(*layer.own, causal, {});
  spec.statistics = false;
  for (int query = 0; query < n; ++query) {
    const auto place = static_cast<std::size_t>(query);
    const auto pairs =
        asked[place] != 0 ? m_task.true_pairs(ids, query) : std::vector<std::pair<int, int>>();
    if (pairs.empty()) {
      continue;
    }
    const AttentionResult result =
        attend(input, spec, row_tensor({query}, input.query.device()), 0, /*dense=*/true, {});
    const at::Tensor weights = plain(result.weights.select(1, 0).mean(0));  // [n, n]
    const double* weight = weights.const_data_ptr<double>();
    const auto at_pair = [&](int j, int k) { return weight[j * n + k]; };
    const auto is_other = [&](int key) {
      return key != query && !(blank && ids[static_cast<std::size_t>(key)] == *blank);
    };
    std::pair<int, int> best(-1, -1);
    for (int j = 0; j < n; ++j) {
      for (int k = 0; k < n; ++k) {
        if (j != k && is_other(j) && is_other(k) &&
            (best.first < 0 || at_pair(j, k) > at_pair(best.first, best.second))) {
          best = {j, k};
        }
      }
    }
    double mass = 0;
    bool is_true = false;
    for (const auto& [j, k] : pairs) {
      mass += at_pair(j, k) + at_pair(k, j);
      is_true = is_true || best == std::pair(j, k) || best == std::pair(k, j);
    }
    m_heaviest.add(is_true ? 1 : 0);
    m_pair_mass.add(mass);
  }
}

void HeadMetrics::add_keys(const LayerCapture& layer, bool causal,
                           std::span<const std::int64_t> ids, std::span<const std::uint8_t> asked) {
  std::vector<std::int64_t> rows;
  std::vector<std::vector<int>> relevant;
  for (std::size_t query = 0; query < ids.size(); ++query) {
    if (asked[query] == 0) {
      continue;
    }
    std::vector<int> keys = m_task.relevant_keys(ids, static_cast<int>(query));
    if (!keys.empty()) {
      rows.push_back(static_cast<std::int64_t>(query));
      relevant.push_back(std::move(keys));
    }
  }
  if (rows.empty()) {
    return;
  }
  const AttentionSpec spec = attention_spec(*layer.own, causal, {});
  const AttentionResult result = attend(
      own_input(layer), spec, row_tensor(rows, layer.query.device()), 0, /*dense=*/false, {});
  const at::Tensor weights = plain(result.weights);  // [n_heads, n_rows, n]
  const auto n = static_cast<std::int64_t>(ids.size());
  const at::Tensor allowed = allowed_keys(spec, n, at::kCPU).contiguous();
  for (std::int64_t head = 0; head < weights.size(0); ++head) {
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const double* weight = weights.const_data_ptr<double>() +
                             (head * weights.size(1) + static_cast<std::int64_t>(row)) * n;
      const bool* may_attend = allowed.const_data_ptr<bool>() + rows[row] * n;
      double total = 0, noise = 0;
      std::int64_t n_zero = 0, n_noise = 0;
      for (std::int64_t key = 0; key < n; ++key) {
        if (!may_attend[key]) {
          continue;
        }
        total += std::abs(weight[key]);
        if (std::find(relevant[row].begin(), relevant[row].end(), static_cast<int>(key)) ==
            relevant[row].end()) {
          noise += std::abs(weight[key]);
          n_zero += weight[key] == 0 ? 1 : 0;
          ++n_noise;
        }
      }
      if (total > 0) {
        m_noise.add(noise / total);
      }
      if (n_noise > 0) {
        m_zeros.add(static_cast<double>(n_zero) / static_cast<double>(n_noise));
      }
    }
  }
}

void HeadMetrics::add_hulls(const LayerCapture& layer, bool causal,
                            std::span<const std::uint8_t> asked, const Watch& watch) {
  if (m_n_hull_outputs >= m_max_hull_outputs) {
    return;
  }
  const at::Tensor values = plain(layer.value), outputs = plain(layer.output);
  const std::int64_t n = values.size(1), width = values.size(2);
  const std::int64_t group = outputs.size(0) / values.size(0);
  const at::Tensor allowed =
      allowed_keys(attention_spec(*layer.own, causal, {}), n, at::kCPU).contiguous();
  for (std::int64_t head = 0; head < outputs.size(0); ++head) {
    Matrix points(static_cast<int>(n), static_cast<int>(width));
    const double* first = values.const_data_ptr<double>() + head / group * n * width;
    points.data.assign(first, first + n * width);
    const HullMembership hull(std::move(points));
    for (std::int64_t query = 0; query < n && m_n_hull_outputs < m_max_hull_outputs; ++query) {
      if (asked[static_cast<std::size_t>(query)] == 0 || hull.scale() == 0) {
        continue;
      }
      std::vector<int> keys;
      for (std::int64_t key = 0; key < n; ++key) {
        if (allowed.const_data_ptr<bool>()[query * n + key]) {
          keys.push_back(static_cast<int>(key));
        }
      }
      if (keys.empty()) {
        continue;
      }
      const std::span<const double> output(
          outputs.const_data_ptr<double>() + (head * n + query) * width,
          static_cast<std::size_t>(width));
      const HullDistance found = hull.distance(output, keys, watch);
      const double certified = std::max(0.0, found.distance - found.gap) / hull.scale();
      m_outside.add(certified > hull_tolerance ? 1 : 0);
      m_distance.add(certified);
      ++m_n_hull_outputs;
    }
  }
}

void HeadMetrics::report(TaskMetrics& metrics) const {
  metrics.heaviest_pair_true = m_heaviest.value();
  metrics.mass_on_true_pairs = m_pair_mass.value();
  metrics.noise_mass = m_noise.value();
  metrics.exact_zeros = m_zeros.value();
  metrics.outside_hull = m_outside.value();
  metrics.hull_distance = m_distance.value();
}

}  // namespace baryscope
