/// BERT and the encoders that are made like it: RoBERTa, XLM-RoBERTa, ELECTRA.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_bert_config(ConfigEntries& entries, const std::string& source);
StoredWeight bert_weight(const TransformerConfig& config, const WeightSpec& spec);

/// Positions count from the padding token's id + 1. XLM-RoBERTa is the same.
TransformerConfig read_roberta_config(ConfigEntries& entries, const std::string& source);
StoredWeight roberta_weight(const TransformerConfig& config, const WeightSpec& spec);

/// Embeddings may be narrower than the stream; logits where it is a generator.
TransformerConfig read_electra_config(ConfigEntries& entries, const std::string& source);
StoredWeight electra_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
