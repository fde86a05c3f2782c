/// A native model folder that has everything but its weights: enough to be told what it reads.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "core/model/transformer_config.h"
#include "core/text/word_level.h"

namespace baryscope {

inline void make_native_folder(const std::filesystem::path& folder,
                               const std::vector<std::string>& tokens,
                               const std::map<std::string, std::string>& example,
                               int max_positions = 8, const std::string& mechanism = "pairwise") {
  TransformerConfig config;
  config.architecture = "baryscope";
  config.model_dim = config.head_dim = 4;
  config.n_heads = config.n_kv_heads = 1;
  config.vocabulary_size = static_cast<int>(tokens.size());
  config.max_positions = max_positions;
  config.norm = NormKind::none;
  config.positions = PositionKind::none;
  config.layers.resize(1);
  config.layers[0].mechanism.mechanism = mechanism;
  config.example = example;
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "config.json") << to_config_json(config);
  std::ofstream(folder / "tokenizer.json") << to_word_level_json(tokens, std::nullopt);
}

}  // namespace baryscope
