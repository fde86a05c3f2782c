#include "core/model/weights/model_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <system_error>

#include "core/analysis/gguf_files.h"
#include "core/base/input_file.h"
#include "core/base/shown_name.h"
#include "core/base/strict_json.h"
#include "core/model/weights/gguf_file.h"
#include "core/model/weights/safetensors_header.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr const char* single_name = "model.safetensors";
constexpr const char* index_name = "model.safetensors.index.json";

/// A file in the folder or below it, by its name in the index; empty for anything that leads out.
fs::path place_in(const fs::path& folder, const std::string& name) {
  const fs::path relative = fs::path(name).lexically_normal();
  const bool inside = relative.has_filename() && relative.is_relative() && relative != "." &&
                      *relative.begin() != ".." && name.find('\0') == std::string::npos;
  return inside ? folder / relative : fs::path();
}

// The files of one tensor as an index names them: one, or an array.
std::vector<fs::path> places_of(const nlohmann::json& files, const fs::path& folder) {
  std::vector<fs::path> places;
  for (const nlohmann::json& file : files.is_array() ? files : nlohmann::json::array({files})) {
    places.push_back(file.is_string() ? place_in(folder, file.get<std::string>()) : fs::path());
  }
  const bool good = std::none_of(places.begin(), places.end(),
                                 [](const fs::path& place) { return place.empty(); });
  return good ? places : std::vector<fs::path>();
}

}  // namespace

bool is_tensor_index(const fs::path& path) {
  return path.filename().string().ends_with(".safetensors.index.json");
}

TensorIndex read_tensor_index(const fs::path& index) {
  constexpr std::size_t max_bytes = std::size_t{64} << 20;
  const auto fail = [&index](const std::string& problem) {
    throw WeightError("cannot use " + index.string() + ": " + problem);
  };
  const std::string text =
      reading_as<WeightError>([&] { return read_input_file(index, max_bytes); });
  nlohmann::json root;
  try {
    root = parse_strict_json(text);
  } catch (const JsonError& error) {
    fail(error.what());
  }
  if (!root.is_object() || !root.contains("weight_map") || !root["weight_map"].is_object()) {
    fail("expected a JSON object with a \"weight_map\" from tensor names to file names");
  }
  TensorIndex read;
  for (const auto& [tensor, file] : root["weight_map"].items()) {
    std::vector<fs::path> places = places_of(file, index.parent_path());
    if (places.empty()) {
      fail(fmt::format(
          "the file of tensor '{}' is {}; expected the name of a file in the folder or "
          "below it",
          shown_name(tensor),
          file.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).substr(0, 60)));
    }
    read.files_of_tensor.emplace(tensor, std::move(places));
  }
  if (root.contains("metadata") && root["metadata"].is_object()) {
    for (const auto& [key, value] : root["metadata"].items()) {
      if (value.is_string()) {  // a model's index counts its bytes there
        read.metadata.emplace(key, value.get<std::string>());
      }
    }
  }
  return read;
}

namespace {

/// Of a model: each tensor is whole in one file.
std::map<std::string, fs::path> read_index(const fs::path& index) {
  std::map<std::string, fs::path> files;
  for (auto& [tensor, places] : read_tensor_index(index).files_of_tensor) {
    if (places.size() > 1) {
      throw WeightError(fmt::format(
          "cannot use {}: tensor '{}' is in {} files; a model's tensors are whole in one",
          index.string(), shown_name(tensor), places.size()));
    }
    files.emplace(tensor, std::move(places.front()));
  }
  return files;
}

/// Whether an index stands for something else than the one file; a broken one does.
bool names_others(const fs::path& index, const fs::path& single) {
  try {
    const std::map<std::string, fs::path> files = read_index(index);
    return !std::all_of(files.begin(), files.end(),
                        [&single](const auto& entry) { return entry.second == single; });
  } catch (const WeightError&) {
    return true;
  }
}

/// Weights that this version does not read, by their names.
bool is_other_kind_of_weights(const std::string& name) {
  constexpr std::array<std::string_view, 8> endings{".bin", ".pt",   ".pth",     ".ckpt",
                                                    ".h5",  ".gguf", ".msgpack", ".onnx"};
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

/// Those that an index names, each once; none where it cannot be read: whoever opens it says why.
void add_indexed_files(const fs::path& index, std::vector<fs::path>& files) {
  try {
    std::set<fs::path> named;
    for (const auto& [tensor, places] : read_tensor_index(index).files_of_tensor) {
      named.insert(places.begin(), places.end());
    }
    files.insert(files.end(), named.begin(), named.end());
  } catch (const WeightError&) {
    return;
  }
}

[[noreturn]] void refuse_folder(const fs::path& folder, std::vector<std::string> others,
                                std::size_t n_found) {
  if (n_found == 0 && !others.empty()) {
    std::sort(others.begin(), others.end());
    throw WeightError(fmt::format(
        "the model folder {} holds its weights as {} only; this version reads safetensors. "
        "Transformers writes them: AutoModel.from_pretrained(FOLDER).save_pretrained(OTHER, "
        "safe_serialization=True)",
        folder.string(), fmt::join(others, ", ")));
  }
  throw WeightError(
      fmt::format("the model folder {} has {} safetensors file{} and no {}; expected {}",
                  folder.string(), n_found, n_found == 1 ? "" : "s", index_name, single_name));
}

}  // namespace

WeightFiles find_weight_files(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    throw WeightError("cannot open " + folder.string() + ": expected a model folder" +
                      (error ? " (" + error.message() + ")" : ""));
  }
  WeightFiles weights;
  const fs::path single = folder / single_name;
  const fs::path index = folder / index_name;
  if (is_present(single)) {
    weights.files = {single};
    if (is_present(index) && names_others(index, single)) {
      weights.notes.push_back(fmt::format(
          "{} was read; {} beside it names other files, which were not: take away what is not of "
          "this model",
          single.string(), index_name));
    }
    return weights;
  }
  if (is_present(index)) {
    weights.index = index;
    weights.file_of_tensor = read_index(index);
    std::set<fs::path> files;
    for (const auto& [tensor, file] : weights.file_of_tensor) {
      files.insert(file);
    }
    weights.files.assign(files.begin(), files.end());
    return weights;
  }
  std::vector<std::string> others;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == ".safetensors") {
      weights.files.push_back(entry->path());
    } else if (is_other_kind_of_weights(entry->path().filename().string())) {
      others.push_back(entry->path().filename().string());
    }
  }
  if (weights.files.size() != 1) {
    refuse_folder(folder, std::move(others), weights.files.size());
  }
  return weights;
}

std::vector<fs::path> model_files(const fs::path& model) {
  std::error_code ignored;
  std::vector<fs::path> files = {model};
  if (!fs::is_directory(model, ignored)) {
    if (is_tensor_index(model)) {
      add_indexed_files(model, files);
    }
    return is_model_path(model) ? gguf_parts(model) : files;
  }
  files = {model / "config.json", model / "tokenizer.json"};
  try {
    const WeightFiles weights = find_weight_files(model);
    if (!weights.index.empty()) {
      files.push_back(weights.index);
    }
    files.insert(files.end(), weights.files.begin(), weights.files.end());
  } catch (const WeightError&) {
    return files;  // whoever reads the weights says what is wrong with them
  }
  return files;
}

}  // namespace baryscope
