#include "core/analysis/model_library.h"

#include <dlfcn.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "core/analysis/hub_cache.h"
#include "core/analysis/model_path.h"
#include "core/analysis/ollama_store.h"
#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::optional<fs::path> installed_models() {
  const std::optional<fs::path> share = shared_folder();
  return share ? std::optional(*share / "models") : std::nullopt;
}

std::optional<fs::path> find_shipped(std::string_view name) {
  for (const fs::path& folder : model_search_path()) {
    for (const fs::path& candidate :
         {folder / std::string(name), folder / (std::string(name) + ".safetensors"),
          folder / (std::string(name) + ".gguf")}) {
      if (is_present(candidate)) {
        return candidate;
      }
    }
  }
  return std::nullopt;
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

std::string not_found_message(std::string_view name) {
  std::vector<std::string> known;
  for (const ShippedModel& model : shipped_models()) {
    known.push_back(model.name);
  }
  const bool shipped = std::find(known.begin(), known.end(), name) != known.end();
  for (const ShippedModel& model : own_models()) {
    known.push_back(model.name);
  }
  std::string message = "model '" + std::string(name) + "' was not found";
  if (const auto nearest = find_nearest_name(name, known); nearest && !shipped) {
    message += ": did you mean '" + *nearest + "'?";
  } else {
    message += ".";
  }
  message += shipped ? " Looked in:" : " It is no existing path; looked in:";
  for (const fs::path& folder : model_search_path()) {
    message += "\n  " + folder.string();
  }
  if (hub_folder_name(name) && !shipped) {
    for (const fs::path& hub : hub_folders()) {
      message += "\n  " + hub.string() + " (Hugging Face cache)";
    }
  }
  message += shipped ? "\nSet BARYSCOPE_MODEL_PATH to a folder that holds " + std::string(name) +
                           "/, or give the path of a model folder or a GGUF file."
                     : "\nGive the path of a model folder (config.json, *.safetensors, "
                       "tokenizer.json), of a GGUF file or of a capture, a shipped name, or a name "
                       "from the local Hugging Face cache, such as org/name, or from Ollama's "
                       "store, such as ollama/name. The list of models has all that are found.";
  return message;
}

}  // namespace

std::optional<fs::path> shared_folder() {
  Dl_info info{};
  if (::dladdr(reinterpret_cast<const void*>(&shipped_models), &info) == 0 ||
      info.dli_fname == nullptr) {
    return std::nullopt;
  }
  std::error_code failed;
  fs::path folder = fs::canonical(info.dli_fname, failed);
  while (!failed && folder.has_relative_path()) {
    folder = folder.parent_path();
    if (const fs::path share = folder / "share" / "baryscope"; is_folder(share)) {
      return fs::canonical(share, failed);
    }
  }
  return std::nullopt;
}

const std::vector<ShippedModel>& shipped_models() {
  static const std::vector<ShippedModel> models = {
      {"minilm",
       "all-MiniLM-L6-v2, a pretrained BERT of 6 layers and 12 heads that reads English text.",
       "MiniLM",
       {}},
      {"smollm2",
       "SmolLM2-135M-Instruct, a pretrained decoder of 30 layers and 9 heads that writes English "
       "text.",
       "SmolLM2",
       // From "to" the head reads whose turn it is: Mary, who has not given.
       {{"text", "When Mary and John went to the store, John gave a drink to"},
        {"layer", "24"},
        {"head", "4"},
        {"query", "13"}}},
      {"street",
       "2-simplicial: is a place midway between two others? One native triangle joins the three."},
      {"street-pairwise", "The pairwise twin of street, with four heads and more parameters."},
      {"street-large", "2-simplicial: the same question in a longer street."},
      {"street-large-pairwise",
       "The pairwise twin of street-large: little better than the majority."},
      {"match3",
       "2-simplicial in closed form, untrained and exact: numbers that sum to 0 with another two."},
      {"signed-sum",
       "Cog: adds words with their signs, which no softmax can: outputs leave the hull."},
      {"signed-sum-pairwise", "The pairwise twin of signed-sum, bound to the hull of its values."},
      {"match3-pairwise", "A trained pairwise model for match3's question."},
      {"chase", "2-simplicial: follows pointers in one layer."},
      {"chase-pairwise", "The pairwise twin of chase, whose one layer is a hop short."},
      {"needle-pairwise", "Softmax that finds one key among noisy ones and leaks to all of them."},
      {"needle-softpick", "Softpick on the same question: a third of the noise weighs exactly 0."},
      {"needle-rectified",
       "Rectified differential on the same question: nearly all noise weighs exactly 0."},
  };
  return models;
}

const ShippedModel* find_shipped_model(std::string_view name) {
  const auto& models = shipped_models();
  const auto found = std::ranges::find(models, name, &ShippedModel::name);
  return found == models.end() ? nullptr : &*found;
}

fs::path own_models_folder() {
  const fs::path below = fs::path("baryscope") / "models";
  if (const auto data = find_environment("XDG_DATA_HOME")) {
    return fs::path(*data) / below;
  }
  if (const auto home = home_folder()) {
    return *home / ".local" / "share" / below;
  }
  return {};
}

std::vector<ShippedModel> own_models() {
  const auto& shipped = shipped_models();
  std::vector<ShippedModel> own;
  std::error_code failed;
  for (fs::directory_iterator entry(own_models_folder(), failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string name = entry->path().filename().string();
    const bool known = std::any_of(shipped.begin(), shipped.end(),
                                   [&](const ShippedModel& model) { return model.name == name; });
    std::error_code ignored;
    if (!known && fs::is_regular_file(entry->path() / "config.json", ignored) &&
        fs::is_regular_file(entry->path() / "model.safetensors", ignored)) {
      own.push_back({name, "A model of your own, in " + entry->path().string() + "."});
    }
  }
  std::sort(own.begin(), own.end(),
            [](const ShippedModel& a, const ShippedModel& b) { return a.name < b.name; });
  return own;
}

std::vector<fs::path> model_search_path() {
  std::vector<fs::path> folders;
  if (const auto own = find_environment("BARYSCOPE_MODEL_PATH")) {
    folders = path_list(*own);
  }
  const fs::path below = fs::path("baryscope") / "models";
  if (fs::path own = own_models_folder(); !own.empty()) {
    folders.push_back(std::move(own));
  }
  const std::string shared =
      find_environment("XDG_DATA_DIRS").value_or("/usr/local/share:/usr/share");
  for (const fs::path& data : path_list(shared)) {
    folders.push_back(data / below);
  }
  if (const auto installed = installed_models()) {
    folders.push_back(*installed);
  }
  return folders;
}

ModelPlaces model_places() {
  return {model_search_path(), hub_folders(),       ollama_folders(),
          llama_cpp_folders(), lm_studio_folders(), {}};
}

bool is_capture_name(std::string_view model) {
  return model.ends_with(".safetensors") || model.ends_with(".safetensors.index.json");
}

fs::path find_model(std::string_view name) {
  if (name.empty()) {
    throw UsageError(
        "--model: expected a model folder, a GGUF file, a capture, a shipped name such as minilm, "
        "org/name, or ollama/name");
  }
  if (const fs::path path{std::string(name)}; is_present(path)) {
    return model_behind(path);
  }
  if (is_plain_name(name)) {
    if (const auto shipped = find_shipped(name)) {
      return model_behind(*shipped);
    }
  }
  if (auto pulled = find_in_ollama(ollama_folders(), name)) {
    return *std::move(pulled);
  }
  if (auto file = find_file_in_hubs(hub_folders(), name)) {
    return *std::move(file);
  }
  if (const auto cached = find_in_hubs(hub_folders(), name)) {
    return model_behind(*cached);
  }
  throw Error(not_found_message(name));
}

}  // namespace baryscope
