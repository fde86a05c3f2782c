#include "core/model/match3_model.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/score_list.h"
#include "core/base/error.h"
#include "core/model/family_list.h"

namespace baryscope {
namespace {

constexpr int k_head_dim = 9;
constexpr double k_sharpest = 1e6;
constexpr int k_typed_numbers = 64;

/// Columns of a token's embedding.
enum Stream { stream_cos, stream_sin, stream_number, stream_blank, stream_dim };

/// Row of a projection [k_head_dim, stream_dim], the entry of the stream that it reads, its factor.
struct Entry {
  int row;
  Stream column;
  double factor;
};

at::Tensor projection(const std::vector<Entry>& entries) {
  at::Tensor weight = at::zeros({k_head_dim, stream_dim}, at::kDouble);
  for (const Entry& entry : entries) {
    weight.select(0, entry.row).select(0, entry.column).fill_(entry.factor);
  }
  return weight;
}

at::Tensor embeddings(int modulus) {
  at::Tensor rows = at::zeros({modulus + 1, stream_dim}, at::kDouble);
  const at::Tensor angle = at::arange(modulus, at::kDouble) * (2 * std::numbers::pi / modulus);
  const at::Tensor numbers = rows.narrow(0, 0, modulus);
  numbers.select(1, stream_cos).copy_(angle.cos());
  numbers.select(1, stream_sin).copy_(angle.sin());
  numbers.select(1, stream_number).fill_(1);
  rows.select(0, modulus).select(0, stream_blank).fill_(1);
  return rows;
}

TransformerConfig match3_config(const Task& task) {
  TransformerConfig config;
  config.architecture = native_family().name;
  config.model_dim = stream_dim;
  config.n_heads = 1;
  config.n_kv_heads = 1;
  config.head_dim = k_head_dim;
  config.vocabulary_size = static_cast<int>(task.vocabulary().tokens.size());
  config.max_positions = std::max(task.options().numbers, k_typed_numbers) + 1;
  config.norm = NormKind::none;
  config.norm_place = NormPlace::before;
  config.positions = PositionKind::none;
  config.residual = false;
  config.output_projection = false;
  config.readout = ReadoutKind::token_classes;
  config.labels = task.labels();
  config.layers.resize(1);
  MechanismOptions& mechanism = config.layers[0].mechanism;
  mechanism.mechanism = tuple_mechanism(2).name;
  mechanism.score = triple_score(TripleScore::determinant).name;
  mechanism.key_prime = "own";
  mechanism.value_prime = "ones";
  config.title = fmt::format("match3 mod {}, closed form", task.options().modulus);
  config.task = "match3";
  config.example = {
      {"text", task.example_text()}, {"query", task.example_query()}, {"threshold", "0.01"}};
  return config;
}

}  // namespace

double match3_sharpness(int modulus, int n_numbers) {
  const double margin = std::log(static_cast<double>(n_numbers) * n_numbers) + 15;
  // Next below cos 0: a sum that is off by one, or 0, the score of a blank with a number.
  const double gap = std::min(1.0, 1 - std::cos(2 * std::numbers::pi / modulus));
  if (margin > k_sharpest * gap) {
    throw UsageError(fmt::format(
        "closed form of match3: modulus {} with texts of {} numbers needs scores of size {:.0f}, "
        "which F32 does not tell apart; expected a modulus up to {:.0f}",
        modulus, n_numbers, margin / gap,
        std::floor(2 * std::numbers::pi / std::acos(1 - margin / k_sharpest))));
  }
  return margin / gap;
}

Transformer make_match3_model(const TaskOptions& options) {
  BARYSCOPE_CHECK(options.name == "match3");
  TaskOptions with_blank = options;
  with_blank.blank = true;
  const auto task = make_task(with_blank);
  const TransformerConfig config = match3_config(*task);
  const double c = match3_sharpness(options.modulus, config.max_positions - 1);
  const at::Tensor readout = at::zeros({2, k_head_dim}, at::kDouble);
  // Even odds at an output of ¼; e⁵ to 1 against a match at 0, e⁵ to 1 for one from ½ on.
  constexpr double slope = 20;
  readout.select(0, 1).select(0, 0).fill_(slope);
  const std::vector<std::pair<std::string, at::Tensor>> weights = {
      {"embeddings.token.weight", embeddings(options.modulus)},
      {"layers.0.attention.query.weight", projection({{0, stream_cos, c},
                                                      {1, stream_sin, c},
                                                      {3, stream_sin, -c},
                                                      {4, stream_cos, c},
                                                      {6, stream_number, c},
                                                      {6, stream_blank, c}})},
      {"layers.0.attention.key.weight", projection({{0, stream_sin, 1},
                                                    {1, stream_cos, 1},
                                                    {3, stream_sin, -1},
                                                    {4, stream_cos, -1},
                                                    {7, stream_blank, 1}})},
      {"layers.0.attention.key_prime.weight",
       projection({{2, stream_cos, 1}, {5, stream_sin, -1}, {8, stream_blank, 1}})},
      {"layers.0.attention.value.weight",
       projection({{0, stream_number, 1}, {1, stream_cos, 1}, {2, stream_sin, 1}})},
      {"readout.weight", readout},
      {"readout.bias", at::tensor({0.0, -slope / 4}, at::kDouble)},
  };
  const at::NoGradGuard no_gradients;
  Random random(0);
  Transformer model(config, {}, random, at::kCPU);
  for (const auto& [name, values] : model.parameters()) {
    const auto known = std::ranges::find(weights, name, &std::pair<std::string, at::Tensor>::first);
    if (known == weights.end()) {
      BARYSCOPE_CHECK(name.ends_with(".bias"));
      values.zero_();
    } else {
      values.copy_(known->second);
    }
  }
  return model;
}

}  // namespace baryscope
