/// Which files a model folder is read from: what is stamped, hashed and never written over. Free of
/// ATen.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace baryscope {

/// The weights of a model folder: one file, or the shards that an index names.
struct WeightFiles {
  std::filesystem::path index;  ///< empty: one file without an index
  std::vector<std::filesystem::path> files;
  /// By tensor, as the index says; empty without one.
  std::map<std::string, std::filesystem::path> file_of_tensor;
  std::vector<std::string> notes;  ///< what else lies there and is not read
};

/// `model.safetensors`, else the shards of `model.safetensors.index.json`, else the one
/// `*.safetensors` file there is. Throws WeightError where there are none (naming weights of
/// other kinds that lie there), or where the index breaks a rule.
WeightFiles find_weight_files(const std::filesystem::path& folder);

/// Every file that load_model() reads of a folder, present or not: config.json, tokenizer.json, an
/// index, the weights. Of a capture file: itself. Weights that cannot be found are left out.
std::vector<std::filesystem::path> model_files(const std::filesystem::path& model);

}  // namespace baryscope
