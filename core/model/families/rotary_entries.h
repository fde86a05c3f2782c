/// Rotations as config.json tells them: `rope_parameters`, and the older `rope_scaling` with
/// `rope_theta` beside it. Free of ATen.
#pragma once

#include <string>

#include "core/model/config_entries.h"
#include "core/model/transformer_config.h"

namespace baryscope {

/// What a family says where its config says nothing.
struct RotaryRules {
  double base = 10000;
  double part = 1;                ///< of a head that turns
  bool partial = false;           ///< the config may name that part
  bool all_longrope = false;      ///< "su" and "yarn" are old names of longrope (Phi-3)
  double original_positions = 0;  ///< where `original_max_position_embeddings` is missing; 0: told
                                  ///< by max_position_embeddings
};

/// One rotation for all layers.
RotaryConfig read_rotary(ConfigEntries& entries, const std::string& source,
                         const RotaryRules& rules, TransformerConfig& config);

/// Two: of layers that see everything, and of those with a window. `full_base`, `local_base` are
/// older spellings of their bases. `scaling_for_both`: an older rope_scaling counts for both.
struct LayerRotaryRules {
  const char* full_base = "rope_theta";
  const char* local_base = "rope_local_base_freq";
  double full_default = 1'000'000;
  double local_default = 10'000;
  bool scaling_for_both = false;
};
void read_layer_rotary(ConfigEntries& entries, const std::string& source,
                       const LayerRotaryRules& rules, TransformerConfig& config);

}  // namespace baryscope
