/// What a model is opened from, whatever files hold it: its config, weights and tokenizer. Free of
/// ATen.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/model/transformer_config.h"
#include "core/model/weights/weight_source.h"
#include "core/text/tokenizer.h"

namespace baryscope {

struct ModelParts {
  TransformerConfig config;
  std::shared_ptr<const WeightSource> weights;
  std::shared_ptr<const Tokenizer> tokenizer;
  std::vector<std::string> notes;  ///< what a person is told beside those of the weights
};

/// Of a model folder (config.json, safetensors, tokenizer.json) or a GGUF file, any part of a split
/// one. Touches no weights. Throws ModelError, WeightError or Tokenizer::Error naming the file.
ModelParts open_model_parts(const std::filesystem::path& model);
/// Its config alone.
TransformerConfig load_model_config(const std::filesystem::path& model);
/// Its tokenizer alone.
std::shared_ptr<const Tokenizer> load_model_tokenizer(const std::filesystem::path& model);

}  // namespace baryscope
