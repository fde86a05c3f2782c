/// What a config says of the text that shows its model best. Free of ATen.
#pragma once

#include <map>
#include <string>

#include "core/model/config_entries.h"
#include "core/model/transformer_config.h"

namespace baryscope {

/// Option ids and values of the entry `example`; empty where there is none. Throws Model::Error.
std::map<std::string, std::string> read_example(ConfigEntries& entries);

/// The entry `_baryscope` of another program's config, {"title": …, "example": {…}}, which that
/// program passes over: it says nothing of the model's numbers. Throws Model::Error.
void read_own_entry(ConfigEntries& entries, const std::string& source, TransformerConfig& config);

}  // namespace baryscope
