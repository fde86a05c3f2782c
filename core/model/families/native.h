/// Models made and trained here: config.json names every layer's mechanism (resources/docs/
/// formats.md), weights are called as weight_list() calls them.
#pragma once

#include "core/model/family_list.h"

namespace baryscope {

TransformerConfig read_native_config(ConfigEntries& entries, const std::string& source);
StoredWeight native_weight(const TransformerConfig& config, const WeightSpec& spec);

}  // namespace baryscope
