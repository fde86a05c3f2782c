/// What GGUF files call our tensors: one scheme for all families, and what some do differently.
/// Free of ATen.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

/// "blk.": the layer's number follows.
inline constexpr const char* ggml_layer_stem = "blk.";

StoredWeight ggml_weight(const TransformerConfig& config, const WeightSpec& spec);
/// Query, key and value in one tensor.
StoredWeight ggml_fused_weight(const TransformerConfig& config, const WeightSpec& spec);
/// The same, and both halves of the gated MLP in one.
StoredWeight ggml_twice_fused_weight(const TransformerConfig& config, const WeightSpec& spec);
/// Rows of queries and keys lie in the order of pairs: they are put back into halves, the model's
/// own order (science.md §6.2).
StoredWeight ggml_paired_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
