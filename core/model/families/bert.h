/// BERT and what derives from it without changing a block: its config.json and its weights' names.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_bert_config(ConfigEntries& entries, const std::string& source);
StoredWeight bert_weight(const WeightSpec& spec);

}  // namespace baryscope
