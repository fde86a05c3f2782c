/// A small checkpoint of the Llama family with random weights, and what is asked of its file.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/model/family_list.h"
#include "core/model/transformer_config.h"
#include "core/model/weights/tensor_file.h"
#include "tests/core/model/scratch_folder.h"

namespace baryscope::test {

inline constexpr const char* small_llama = R"({"model_type": "llama", "hidden_size": 32,
  "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
  "intermediate_size": 48, "vocab_size": 24, "max_position_embeddings": 40,
  "rms_norm_eps": 1e-5, "hidden_act": "silu", "tie_word_embeddings": false})";

/// Writes config.json and model.safetensors of this type into the folder.
inline TransformerConfig write_small_llama(const ScratchFolder& folder, at::ScalarType type) {
  const TransformerConfig config =
      checked_config(load_transformer_config(folder.write("config.json", small_llama)));
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  std::int64_t place = 0;
  for (const WeightSpec& spec : weight_list(config)) {
    const ModelFamily& own = family(config.architecture);
    const StoredWeight where = own.stored_weight(config, spec);
    at::Tensor values = at::empty(spec.shape, at::kFloat);
    float* data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i) {
      data[i] = static_cast<float>((place++ * 7919) % 1009 - 504) / 2000.0F;
    }
    tensors.emplace_back((where.outside ? "" : own.prefix) + where.names.front(), values.to(type));
  }
  write_tensors(tensors, {}, folder.path() / "model.safetensors");
  return config;
}

/// The folder's weights, noting the names that are read.
class WatchedWeights : public WeightSource {
 public:
  explicit WatchedWeights(const std::filesystem::path& folder) : m_source(open_weights(folder)) {}

  [[nodiscard]] std::vector<std::string> names() const override { return m_source->names(); }
  [[nodiscard]] const TensorEntry* find_entry(std::string_view name) const override {
    return m_source->find_entry(name);
  }
  [[nodiscard]] TensorBytes read(std::string_view name) const override {
    m_read.insert(std::string(name));
    return m_source->read(name);
  }
  void read_ahead(std::string_view name) const override { m_source->read_ahead(name); }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const override {
    return m_source->metadata();
  }
  [[nodiscard]] const std::filesystem::path& path() const override { return m_source->path(); }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return m_source->notes(); }

  /// Whether any name with this in it was read.
  [[nodiscard]] bool has_read(std::string_view part) const {
    for (const std::string& name : m_read) {
      if (name.find(part) != std::string::npos) return true;
    }
    return false;
  }

 private:
  std::shared_ptr<const WeightSource> m_source;
  mutable std::set<std::string> m_read;
};

}  // namespace baryscope::test
