/// What the configs of all families have in common: sizes, layer types, entries that change no
/// number. Free of ATen.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/config_entries.h"
#include "core/model/transformer_config.h"

namespace baryscope {

/// num_hidden_layers, hidden_size, num_attention_heads, num_key_value_heads, head_dim,
/// intermediate_size, vocab_size and max_position_embeddings, in all their spellings.
struct SizeRules {
  bool grouped = false;             ///< num_key_value_heads counts
  std::optional<int> n_kv_default;  ///< where it is missing; nothing: as many as queries
  std::optional<int> head_dim;      ///< where there is no head_dim; nothing: hidden_size / heads
  bool own_head_dim = false;        ///< the entry head_dim counts
};
void read_sizes(ConfigEntries& entries, const SizeRules& rules, TransformerConfig& config);

/// An activation by one of its spellings, "gelu" where the config names none.
std::string activation_entry(ConfigEntries& entries, std::initializer_list<const char*> keys,
                             const std::string& fallback);

/// Throws where a flag that would change the numbers has another value than this program knows.
void require_flag(ConfigEntries& entries, const char* key, bool expected, const char* reason);

/// Which layers have a window: by `layer_types`, else by the rule. True: a sliding layer.
std::vector<bool> sliding_layers(ConfigEntries& entries, std::size_t n_layers,
                                 bool (*is_sliding)(std::size_t layer, int argument), int argument);

/// Throws Model::Error naming an entry that was not asked for and is not known to change no
/// number: whatever is unknown may.
void refuse_what_may_count(const ConfigEntries& entries);

}  // namespace baryscope
