/// Every tensor of a transformer by name and shape: what is read, made, trained, written. Free of
/// ATen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/model/transformer_config.h"

namespace baryscope {

struct WeightSpec {
  enum class Start {
    uniform,   ///< in ±1/√fan_in
    ones,      ///< a norm's gain
    zeros,     ///< a norm's offset
    features,  ///< not trained: given with the vocabulary
  };
  std::string name;  ///< "layers.0.attention.query.weight"
  std::vector<std::int64_t> shape;
  Start start = Start::uniform;
  std::int64_t fan_in = 1;          ///< 1 for rows that are looked up
  bool of_vocabulary_head = false;  ///< a file may leave out all of these: then it gives no logits
};

/// In the order of the file's documentation (resources/docs/formats.md). Expects a checked config.
std::vector<WeightSpec> weight_list(const TransformerConfig& config);

/// A projection of the stream into heads: "query", "key", …, in the order in which they are
/// stacked.
struct HeadProjection {
  std::string name;
  int n_heads = 0;
  int width = 0;  ///< of a head
};
std::vector<HeadProjection> head_projections(const TransformerConfig& config,
                                             const LayerConfig& layer);

/// "differential" and its kin with λ from four vectors a layer (science.md §3, V1).
bool has_lambda_vectors(const LayerConfig& layer);
/// differential-v2 with λ = σ(x W) a token and head.
bool has_lambda_projection(const LayerConfig& layer);

}  // namespace baryscope
