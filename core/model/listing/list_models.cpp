#include "core/model/listing/list_models.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/analysis/model_path.h"
#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/model/listing/model_catalogue.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// Each place once, whatever names lead to it; those that are not there are left out.
std::vector<fs::path> present_places(const std::vector<fs::path>& places) {
  std::vector<fs::path> present;
  for (const fs::path& place : places) {
    std::error_code failed;
    if (fs::path whole = fs::canonical(place, failed);
        !failed && std::find(present.begin(), present.end(), whole) == present.end()) {
      present.push_back(std::move(whole));
    } else if (failed == std::errc::permission_denied) {
      present.push_back(place);  // whose listing says so
    }
  }
  return present;
}

GgufSet set_of(const fs::path& file) {
  const std::vector<fs::path> beside =
      find_gguf_part_name(file.filename().string())
          ? folder_entries(file.parent_path(), most_listed_entries).paths
          : std::vector<fs::path>();
  for (GgufSet& set : gguf_sets(beside)) {
    if (std::find(set.files.begin(), set.files.end(), file) != set.files.end()) {
      return std::move(set);
    }
  }
  return {file.stem().string(), {file}, {}};
}

}  // namespace

std::optional<FoundModel> find_model_at(const fs::path& path) {
  if (!is_present(path) && !is_dangling(path)) {
    return std::nullopt;
  }
  FoundModel model = found_at(ModelStore::recent, path.string(), path.filename().string(), path);
  try {
    model.path = model_behind(path);
  } catch (const Error& error) {
    model.problem = short_reason(error.what(), path);
    return model;
  }
  if (!is_model_path(model.path)) {
    return std::nullopt;
  }
  std::error_code ignored;
  if (fs::is_directory(model.path, ignored)) {
    add_folder_facts(model);
  } else {
    add_gguf_facts(model, set_of(model.path));
  }
  return model;
}

std::vector<FoundModel> list_models(const ModelPlaces& places, const std::stop_token& stop) {
  ModelCatalogue catalogue(stop);
  add_search_path(catalogue, places.search);
  for (const fs::path& hub : present_places(places.hubs)) {
    add_hub(catalogue, hub);
  }
  for (const fs::path& store : present_places(places.ollama)) {
    add_ollama(catalogue, store, stop);
  }
  constexpr int llama_cpp_levels = 2, lm_studio_levels = 3;  // publisher, repository, file
  for (const fs::path& folder : present_places(places.llama_cpp)) {
    add_tree(catalogue, ModelStore::llama_cpp, folder, llama_cpp_levels);
  }
  for (const fs::path& folder : present_places(places.lm_studio)) {
    add_tree(catalogue, ModelStore::lm_studio, folder, lm_studio_levels);
  }
  for (const fs::path& path : places.recent) {
    if (catalogue.is_full()) {
      break;
    }
    if (auto model = find_model_at(path); model && !catalogue.has(model->path)) {
      catalogue.add(*std::move(model));
    }
  }
  return catalogue.take();
}

}  // namespace baryscope
