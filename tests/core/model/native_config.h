/// Small native models for tests.
#pragma once

#include <string>
#include <vector>

#include "core/model/layer_options.h"
#include "core/model/transformer_config.h"

namespace baryscope::test {

inline TransformerConfig small_config(const std::vector<LayerTexts>& layers) {
  TransformerConfig config;
  config.architecture = "baryscope";
  config.model_dim = 12;
  config.n_heads = 2;
  config.n_kv_heads = 2;
  config.head_dim = 6;
  config.vocabulary_size = 10;
  config.max_positions = 8;
  config.norm = NormKind::none;
  config.norm_place = NormPlace::before;
  config.norm_epsilon = 1e-5;
  config.positions = PositionKind::none;
  config.readout = ReadoutKind::token_classes;
  config.labels = {"no", "yes", "perhaps"};
  for (const LayerTexts& layer : layers) {
    config.layers.push_back(layer_from_texts(layer));
  }
  return checked_config(config);
}

/// One layer of every mechanism, and of every option that changes what a layer computes.
inline std::vector<LayerTexts> layers_of_every_kind() {
  std::vector<LayerTexts> layers;
  for (const char* name :
       {"pairwise", "linear", "relu-expm1", "softpick", "affine", "differential", "differential-v2",
        "rectified-differential", "heaviside-differential", "heaviside-gate", "cog", "dipole-v1",
        "dipole-v2", "two-simplicial", "n-order"}) {
    layers.push_back({{"mechanism", name}});
  }
  const LayerTexts::value_type triple = {"mechanism", "two-simplicial"};
  for (const char* score : {"determinant", "unsigned-triple", "strassen", "rank-one"}) {
    layers.push_back({triple, {"score", score}});
  }
  layers.push_back({triple, {"window", "4x2"}});
  layers.push_back({triple, {"window", "4x2"}, {"window-anchor", "key"}});
  layers.push_back({triple, {"key-bias", "on"}, {"value-bias", "on"}, {"output-scaling", "on"}});
  layers.push_back({triple, {"key-prime", "shifted-key"}, {"value-prime", "ones"}});
  layers.push_back({triple, {"key-prime", "key"}, {"value-prime", "value"}});
  layers.push_back({triple, {"select", "indexer"}, {"keep", "3"}, {"index-dim", "4"}});
  layers.push_back({{"mechanism", "n-order"}, {"order", "3"}, {"temperature", "0.5"}});
  layers.push_back({{"mechanism", "n-order"}, {"order", "1"}});
  layers.push_back({{"mechanism", "pairwise"}, {"window", "3x3"}});
  layers.push_back({{"mechanism", "pairwise"}, {"select", "indexer-softmax"}, {"keep", "2"}});
  layers.push_back(
      {{"mechanism", "differential"}, {"lambda", "0.3"}, {"second-query-key", "negated"}});
  layers.push_back({{"mechanism", "differential"}, {"head-norm", "on"}});
  layers.push_back({{"mechanism", "dipole-v1"}, {"negative-value", "own"}});
  layers.push_back({{"mechanism", "dipole-v2"},
                    {"negative-value", "own"},
                    {"a-plus", "0.7"},
                    {"a-minus", "1.25"}});
  layers.push_back({{"mechanism", "affine"}, {"affine-a", "1.5"}, {"affine-b", "-0.25"}});
  return layers;
}

inline std::string name_of(const LayerTexts& layer) {
  std::string name;
  for (const auto& [id, text] : layer) {
    name += id + "=" + text + " ";
  }
  return name;
}

}  // namespace baryscope::test
