/// Encoders with their own economies: DistilBERT, MPNet, ALBERT, ModernBERT.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_distilbert_config(ConfigEntries& entries, const std::string& source);
StoredWeight distilbert_weight(const TransformerConfig& config, const WeightSpec& spec);

/// A bias of every score by distance, shared by all layers.
TransformerConfig read_mpnet_config(ConfigEntries& entries, const std::string& source);
StoredWeight mpnet_weight(const TransformerConfig& config, const WeightSpec& spec);

/// Groups of layers share weights; embeddings are narrow.
TransformerConfig read_albert_config(ConfigEntries& entries, const std::string& source);
StoredWeight albert_weight(const TransformerConfig& config, const WeightSpec& spec);

/// Most layers see a window on both sides; rotary, gated, normed before each block.
TransformerConfig read_modernbert_config(ConfigEntries& entries, const std::string& source);
StoredWeight modernbert_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
