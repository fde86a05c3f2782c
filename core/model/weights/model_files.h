/// Which files a model folder is read from: what is stamped, hashed and never written over. Free of
/// ATen.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace baryscope {

/// What an index says: the files of each tensor, more than one where they hold its parts in turn,
/// and the words beside.
struct TensorIndex {
  std::map<std::string, std::vector<std::filesystem::path>> files_of_tensor;
  std::map<std::string, std::string> metadata;
};

/// True for `*.safetensors.index.json`.
bool is_tensor_index(const std::filesystem::path& path);

/// Files lie beside the index or below it. Throws WeightError where it breaks a rule.
TensorIndex read_tensor_index(const std::filesystem::path& index);

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
/// index, the weights. Of a GGUF file: all its parts. Of a capture: its file, or its index with the
/// files that it names. Weights that cannot be found are left out.
std::vector<std::filesystem::path> model_files(const std::filesystem::path& model);

}  // namespace baryscope
