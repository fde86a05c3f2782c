/// Decoders of OpenAI's and EleutherAI's making: GPT-2, GPT-NeoX and Pythia.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

/// Learned positions; linears are stored [in, out].
TransformerConfig read_gpt2_config(ConfigEntries& entries, const std::string& source);
StoredWeight gpt2_weight(const TransformerConfig& config, const WeightSpec& spec);

/// Heads turn in part; attention and MLP read one stream.
TransformerConfig read_gpt_neox_config(ConfigEntries& entries, const std::string& source);
StoredWeight gpt_neox_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
