/// The one list of architectures that GGUF files may have.
#include "core/model/gguf/gguf_family_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/model/gguf/ggml_names.h"
#include "core/model/gguf/gguf_family_configs.h"

namespace baryscope {

const std::vector<GgufFamily>& gguf_families() {
  static const std::vector<GgufFamily> rows = {
      {"llama", gguf_llama_config, ggml_paired_weight},
      {"qwen2", gguf_qwen2_config, ggml_weight},
      {"qwen3", gguf_qwen2_config, ggml_weight},
      {"gemma2", gguf_gemma2_config, ggml_weight},
      {"gemma3", gguf_gemma3_config, ggml_weight},
      {"phi3", gguf_phi3_config, ggml_twice_fused_weight},
      {"gpt2", gguf_gpt2_config, ggml_fused_weight},
      {"bert", gguf_bert_config, ggml_weight},
  };
  return rows;
}

const GgufFamily* find_gguf_family(std::string_view architecture) {
  const auto& rows = gguf_families();
  const auto found = std::ranges::find(rows, architecture, &GgufFamily::architecture);
  return found == rows.end() ? nullptr : &*found;
}

std::string gguf_family_names() {
  std::string names;
  for (const GgufFamily& row : gguf_families()) {
    names += (names.empty() ? "" : ", ") + std::string(row.architecture);
  }
  return names;
}

}  // namespace baryscope
