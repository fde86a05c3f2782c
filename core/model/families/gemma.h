/// Gemma, Gemma 2 and Gemma 3: gains stored minus 1, embeddings times √hidden_size.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_gemma_config(ConfigEntries& entries, const std::string& source);
/// Norms around each block, soft caps of scores and logits, every other layer with a window.
TransformerConfig read_gemma2_config(ConfigEntries& entries, const std::string& source);
/// Queries and keys are normed; five of six layers have a window and a rotation of their own.
TransformerConfig read_gemma3_config(ConfigEntries& entries, const std::string& source);

StoredWeight gemma_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
