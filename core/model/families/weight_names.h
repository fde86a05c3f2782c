/// What a family calls our tensors: a table of beginnings. Free of ATen.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/family_list.h"

namespace baryscope {

/// Ours to theirs, both as beginnings ("mlp.up." → "intermediate.dense."); the longest that fits
/// counts. A layer's are told without "layers.3.".
using NameTable = std::vector<std::pair<std::string, std::string>>;

struct WeightNames {
  std::string layer_stem;  ///< "encoder.layer."
  NameTable names;         ///< of what a layer holds
  NameTable others;        ///< of what belongs to no layer
  NameTable head;          ///< of the vocabulary head; outside the family's prefix
};

/// The stored name; our own where no beginning fits.
StoredWeight named_weight(const WeightNames& names, const WeightSpec& spec);

/// Query, key and value in one stored tensor, one after the other, each in our own order of rows.
/// Nothing is set for other tensors.
void take_from_fused(const TransformerConfig& config, const WeightSpec& spec, StoredWeight& stored);
/// The two halves of a gated MLP in one stored tensor: what is activated, the gate, comes first.
/// Nothing is set for other tensors.
void take_from_gated(const TransformerConfig& config, const WeightSpec& spec, StoredWeight& stored);

/// Which of three: "layers.0.attention.key.weight" → 1; -1: none of query, key, value.
int fused_part(const WeightSpec& spec);

}  // namespace baryscope
