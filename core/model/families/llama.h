/// Llama and the decoders that grew from it: Mistral, Qwen 2 and 3, Phi-3, OLMo 2, DiffLlama.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_llama_config(ConfigEntries& entries, const std::string& source);
/// Every layer has one window.
TransformerConfig read_mistral_config(ConfigEntries& entries, const std::string& source);
/// Queries, keys and values have biases; later layers may have a window.
TransformerConfig read_qwen2_config(ConfigEntries& entries, const std::string& source);
/// Queries and keys are normed head by head.
TransformerConfig read_qwen3_config(ConfigEntries& entries, const std::string& source);
/// One stored tensor of query, key and value, one of both halves of the MLP.
TransformerConfig read_phi3_config(ConfigEntries& entries, const std::string& source);
/// Blocks are normed behind, queries and keys as a whole.
TransformerConfig read_olmo2_config(ConfigEntries& entries, const std::string& source);
/// Heads i and i + H/2 are the two maps of one differential head (science.md §6.2).
TransformerConfig read_diffllama_config(ConfigEntries& entries, const std::string& source);

StoredWeight llama_weight(const TransformerConfig& config, const WeightSpec& spec);
StoredWeight phi3_weight(const TransformerConfig& config, const WeightSpec& spec);
StoredWeight olmo2_weight(const TransformerConfig& config, const WeightSpec& spec);
StoredWeight diffllama_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
