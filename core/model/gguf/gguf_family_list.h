/// The architectures of GGUF files that are read: how their metadata become a config, what their
/// tensors are called. Free of ATen.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/family_list.h"
#include "core/model/gguf/gguf_entries.h"

namespace baryscope {

struct GgufFamily {
  std::string_view architecture;  ///< `general.architecture`; the family's name in family_list.h
  /// The config.json that the model had before it became a GGUF file.
  nlohmann::json (*config)(GgufEntries& entries) = nullptr;
  StoredWeight (*stored_weight)(const TransformerConfig& config, const WeightSpec& spec) = nullptr;
};

const std::vector<GgufFamily>& gguf_families();
/// Null for an architecture that is not read.
const GgufFamily* find_gguf_family(std::string_view architecture);
/// "llama, qwen2, …"
std::string gguf_family_names();

}  // namespace baryscope
