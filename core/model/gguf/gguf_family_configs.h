/// The config.json that a model had before it became a GGUF file, of each architecture. Free of
/// ATen.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/model/gguf/gguf_entries.h"

namespace baryscope {

nlohmann::json gguf_llama_config(GgufEntries& entries);
nlohmann::json gguf_qwen2_config(GgufEntries& entries);
nlohmann::json gguf_phi3_config(GgufEntries& entries);
nlohmann::json gguf_gemma2_config(GgufEntries& entries);
nlohmann::json gguf_gemma3_config(GgufEntries& entries);
nlohmann::json gguf_gpt2_config(GgufEntries& entries);
nlohmann::json gguf_bert_config(GgufEntries& entries);

}  // namespace baryscope
