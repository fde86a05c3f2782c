/// Where models and captures are found by name. Free of ATen: `--list models` needs no LibTorch.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/analysis/model_places.h"

namespace baryscope {

struct ShippedModel {
  std::string name;        ///< "minilm", "street-capture"
  std::string summary;     ///< one sentence
  std::string title = {};  ///< as a person says it; empty: the model's files say it, or its name
  /// Option ids and values that show it best, of a model whose files say none.
  std::map<std::string, std::string> example = {};
};
const std::vector<ShippedModel>& shipped_models();
/// Null for other names.
const ShippedModel* find_shipped_model(std::string_view name);

/// XDG_DATA_HOME/baryscope/models, else ~/.local/share/baryscope/models: where trained models are
/// written. It is on the search path, so they open by their names. Empty without a home.
std::filesystem::path own_models_folder();
/// The models of this user that lie there, by name; without those that have a shipped one's name.
std::vector<ShippedModel> own_models();

/// The nearest share/baryscope above the program's libraries: the installation's, or in a build
/// tree a link to resources/. Nothing where there is none.
std::optional<std::filesystem::path> shared_folder();

/// The folders searched for shipped names, in order: BARYSCOPE_MODEL_PATH, the XDG data folders,
/// the installation's share folder (in a build tree the sources' own models).
std::vector<std::filesystem::path> model_search_path();

/// Those of this user, by the environment; `recent` is the caller's.
ModelPlaces model_places();

/// True for what is named as a capture: `*.safetensors`, or `*.safetensors.index.json` of several
/// files.
bool is_capture_name(std::string_view model);

/// An existing path, then a name on the search path (NAME, NAME.safetensors, NAME.gguf), then
/// `ollama/NAME[:TAG]` in Ollama's store, then `org/name`, `name` or
/// `org/name/FILE.gguf` in the local Hugging Face cache. Returns a model folder, a GGUF file
/// (is_model_path) or a capture file. Throws Error listing where it looked and the nearest name, or
/// why what it found does not open.
std::filesystem::path find_model(std::string_view name);

}  // namespace baryscope
