/// What Llama's kin have in common: RMS norms before each block, a gated MLP, rotary positions,
/// grouped queries. Free of ATen.
#pragma once

#include <optional>
#include <string>

#include "core/model/config_entries.h"
#include "core/model/families/rotary_entries.h"
#include "core/model/transformer_config.h"

namespace baryscope {

/// Where a family differs in what a missing entry means.
struct DecoderRules {
  std::optional<int> n_kv_default;
  std::optional<int> head_dim;  ///< nothing: hidden_size / num_attention_heads
  double norm_epsilon = 1e-6;
  bool tied = false;
  std::string activation = "silu";
  RotaryRules rotary;
  bool one_rotation = true;  ///< false: the family reads its own
};

/// Sizes, norms, MLP, rotation and the vocabulary head; no biases, no windows.
TransformerConfig read_decoder(ConfigEntries& entries, const std::string& source,
                               const DecoderRules& rules);

/// `sliding_window`: nothing where it is null, the fallback where it is missing.
std::optional<int> window_entry(ConfigEntries& entries, std::optional<int> fallback);

}  // namespace baryscope
