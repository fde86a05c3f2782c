#include "core/model/gguf/gguf_config.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/model/gguf/gguf_entries.h"
#include "core/model/gguf/gguf_family_list.h"

namespace baryscope {
namespace {

// What `general.type` says of files that are no models.
std::string kind_obstacle(std::string_view kind) {
  if (kind == "mmproj") {
    return "it is a projector of pictures or sound for another model's file; open that one";
  }
  if (kind == "adapter") {
    return "it is an adapter (LoRA) of another model: merge it into its model first";
  }
  if (kind == "vocab") {
    return "it holds a vocabulary alone, no weights";
  }
  if (!kind.empty() && kind != "model") {
    return fmt::format("its general.type is '{}', no model", gguf_words(kind));
  }
  return "";
}

}  // namespace

std::string gguf_obstacle(const GgufValues& values, std::size_t n_tensors) {
  const std::string_view architecture = values.find_text("general.architecture").value_or("");
  if (std::string obstacle = kind_obstacle(values.find_text("general.type").value_or(""));
      !obstacle.empty()) {
    return obstacle;
  }
  if (architecture == "clip") {
    return kind_obstacle("mmproj");
  }
  if (values.has("adapter.type")) {
    return kind_obstacle("adapter");
  }
  if (architecture.empty()) {
    return "general.architecture is missing: it does not say what model it holds";
  }
  if (find_gguf_family(architecture) == nullptr) {
    return fmt::format("its general.architecture is '{}'; this version reads {}",
                       gguf_words(architecture), gguf_family_names());
  }
  // Of a split file the first part may hold metadata only.
  if (n_tensors == 0 && !values.has("split.count")) {
    return kind_obstacle("vocab");
  }
  return "";
}

std::vector<std::string> gguf_notes(const GgufFile& file) {
  if (!GgufEntries(file).has_other_parts()) {
    return {};
  }
  return {file.path().string() + " also reads pictures or sound: its text model alone is shown"};
}

TransformerConfig read_gguf_config(const GgufFile& file) {
  const std::string source = file.path().string();
  if (const std::string obstacle = gguf_obstacle(file.values(), file.names().size());
      !obstacle.empty()) {
    throw ModelError("cannot use " + source + ": " + obstacle);
  }
  GgufEntries entries(file);
  // As a file would bring it: whole numbers that are made here are signed ones, which none are.
  const nlohmann::json told =
      nlohmann::json::parse(find_gguf_family(entries.architecture())->config(entries).dump());
  entries.refuse_unknown();
  TransformerConfig config = read_transformer_config(told, source);
  // Files do not say which projections have biases: the tensors do.
  config.head_bias =
      entries.has_tensor("blk.0.attn_q.bias") || entries.has_tensor("blk.0.attn_qkv.bias");
  config.output_bias = entries.has_tensor("blk.0.attn_output.bias");
  config.mlp_bias = entries.has_tensor("blk.0.ffn_up.bias");
  return config;
}

}  // namespace baryscope
