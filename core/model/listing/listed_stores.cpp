/// What each store holds, and by which names it opens.
#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "core/analysis/hub_cache.h"
#include "core/analysis/model_path.h"
#include "core/analysis/ollama_store.h"
#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/model/listing/model_catalogue.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

bool is_weights_file(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json");
}

/// Whether a folder means to be a model's own, without a GGUF file that stands for it.
bool is_model_folder(const std::vector<fs::path>& entries) {
  return std::any_of(entries.begin(), entries.end(), [](const fs::path& entry) {
    const std::string name = entry.filename().string();
    return name == "config.json" || name == "adapter_config.json" || is_weights_file(entry);
  });
}

/// A name that opens the model from the search path: plain, or else its path.
std::string name_on_path(const std::string& name, std::set<std::string>& taken) {
  return taken.insert(name).second ? name : std::string();
}

// NAME of NAME.gguf, as find_model() opens it; the file's whole name where NAME is something else.
std::string short_name(const fs::path& folder, const GgufSet& set) {
  const std::string file = set.files.front().filename().string();
  const bool is_other = set.files.size() > 1 || !set.missing.empty() ||
                        file != set.name + ".gguf" || is_present(folder / set.name) ||
                        is_present(folder / (set.name + ".safetensors"));
  return is_other ? file : set.name;
}

void add_search_entry(ModelCatalogue& catalogue, const fs::path& path,
                      std::set<std::string>& taken) {
  constexpr ModelStore store = ModelStore::search_path;
  const std::string name = path.filename().string();
  std::error_code ignored;
  if (is_dangling(path) && path.extension() != ".gguf") {
    catalogue.add_problem(store, path, absence(path));
    return;
  }
  if (!fs::is_directory(path, ignored)) {
    return;
  }
  const FolderEntries entries = folder_entries(path, most_listed_entries);
  if (!entries.problem.empty()) {
    catalogue.add_problem(store, path, entries.problem);
    return;
  }
  const std::vector<GgufSet> sets = gguf_sets(entries.paths);
  const bool has_weights = std::any_of(entries.paths.begin(), entries.paths.end(), is_weights_file);
  if (has_weights || (sets.empty() && is_model_folder(entries.paths))) {
    catalogue.add_folder(store, name_on_path(name, taken), name, path);
    return;
  }
  for (const GgufSet& set : sets) {
    const bool only = sets.size() == 1;
    catalogue.add_gguf(store, only ? name_on_path(name, taken) : std::string(),
                       only ? name : name + "/" + set.files.front().filename().string(), set);
  }
}

void add_snapshot(ModelCatalogue& catalogue, const HubSnapshot& snapshot, const std::string& name) {
  constexpr ModelStore store = ModelStore::hub;
  constexpr std::size_t short_commit = 7;
  std::string title = name;
  if (!snapshot.is_chosen) {
    title +=
        " (" +
        (snapshot.references.empty() ? snapshot.folder.filename().string().substr(0, short_commit)
                                     : snapshot.references.front()) +
        ")";
  }
  FolderEntries entries = folder_entries(snapshot.folder, most_listed_entries);
  if (!entries.problem.empty()) {
    catalogue.add_problem(store, snapshot.folder, entries.problem);
    return;
  }
  const std::string opens = snapshot.is_chosen ? name : std::string();
  if (std::any_of(entries.paths.begin(), entries.paths.end(), is_weights_file)) {
    catalogue.add_folder(store, opens, title, snapshot.folder);
    return;
  }
  std::vector<fs::path> files = entries.paths;
  const bool is_plain = !gguf_sets(files).empty();
  for (const fs::path& below : entries.paths) {  // files of one quantisation in a folder of theirs
    if (is_plain_folder(below)) {
      const FolderEntries more = folder_entries(below, most_listed_entries);
      files.insert(files.end(), more.paths.begin(), more.paths.end());
    }
  }
  const std::vector<GgufSet> sets = gguf_sets(files);
  if (sets.empty()) {
    catalogue.add_folder(store, opens, title, snapshot.folder);
    return;
  }
  const auto n_models = std::count_if(sets.begin(), sets.end(), [](const GgufSet& set) {
    return !is_projector_name(set.files.front());
  });
  for (const GgufSet& set : sets) {
    const bool only =
        is_plain && (sets.size() == 1 || (n_models == 1 && !is_projector_name(set.files.front())));
    const fs::path file = set.files.front().lexically_relative(snapshot.folder);
    const std::string among = opens.empty() ? opens : opens + "/" + file.string();
    catalogue.add_gguf(store, only ? opens : among, only ? title : title + "/" + file.string(),
                       set);
  }
}

}  // namespace

void add_tree(ModelCatalogue& catalogue, ModelStore store, const fs::path& folder, int n_levels) {
  std::vector<fs::path> level{folder};
  for (int depth = 0; depth < n_levels && !level.empty(); ++depth) {
    std::vector<fs::path> next;
    for (const fs::path& each : level) {
      if (catalogue.is_full()) {
        return;
      }
      const FolderEntries entries = folder_entries(each, most_listed_entries);
      if (!entries.problem.empty()) {
        catalogue.add_problem(store, each, entries.problem);
      }
      const auto title = [&folder](const fs::path& path) {
        return path.lexically_relative(folder).string();
      };
      for (const GgufSet& set : gguf_sets(entries.paths)) {
        catalogue.add_gguf(store, {}, title(set.files.front()), set);
      }
      if (std::any_of(entries.paths.begin(), entries.paths.end(), is_weights_file)) {
        catalogue.add_folder(store, {}, title(each), each);
      }
      for (const fs::path& path : entries.paths) {
        if (is_plain_folder(path) && next.size() < most_listed_entries) {
          next.push_back(path);
        }
      }
    }
    level = std::move(next);
  }
}

void add_search_path(ModelCatalogue& catalogue, const std::vector<fs::path>& folders) {
  std::set<std::string> taken;
  for (const fs::path& folder : folders) {
    const FolderEntries entries = folder_entries(folder, most_listed_entries);
    if (!entries.problem.empty()) {
      catalogue.add_problem(ModelStore::search_path, folder, entries.problem);
    }
    for (const GgufSet& set : gguf_sets(entries.paths)) {
      if (catalogue.is_full()) {
        return;
      }
      const std::string name = short_name(folder, set);
      catalogue.add_gguf(ModelStore::search_path, name_on_path(name, taken), name, set);
    }
    for (const fs::path& path : entries.paths) {
      if (catalogue.is_full()) {
        return;
      }
      add_search_entry(catalogue, path, taken);
    }
  }
}

void add_hub(ModelCatalogue& catalogue, const fs::path& hub) {
  const FolderEntries entries = folder_entries(hub, most_listed_entries);
  if (!entries.problem.empty()) {
    catalogue.add_problem(ModelStore::hub, hub, entries.problem);
  }
  for (const fs::path& repository : entries.paths) {
    const auto name = hub_model_name(repository.filename().string());
    if (!name) {
      continue;
    }
    std::string problem;
    const std::vector<HubSnapshot> snapshots = hub_snapshots(repository, &problem);
    if (!problem.empty() || snapshots.empty()) {
      FoundModel model = found_at(ModelStore::hub, repository.string(), *name, repository);
      model.problem = problem.empty() ? "it holds no snapshot" : "snapshots " + problem;
      catalogue.add(std::move(model));
    }
    for (const HubSnapshot& snapshot : snapshots) {
      if (catalogue.is_full()) {
        return;
      }
      add_snapshot(catalogue, snapshot, *name);
    }
  }
}

void add_ollama(ModelCatalogue& catalogue, const fs::path& store, const std::stop_token& stop) {
  const OllamaManifests manifests = ollama_manifests(store, stop);
  for (const auto& [folder, problem] : manifests.problems) {
    catalogue.add_problem(ModelStore::ollama, folder, problem);
  }
  for (const fs::path& manifest : manifests.paths) {
    if (catalogue.is_full()) {
      return;
    }
    const std::string name = ollama_name_of(manifest).text();
    FoundModel model = found_at(ModelStore::ollama, name, name, manifest);
    try {
      const OllamaModel read = read_ollama_manifest(manifest);
      model.path = read.file;
      if (read.has_projector) {
        model.note = "without its projector of pictures";
      }
      if (is_present(read.file)) {
        add_gguf_facts(model, {read.file.filename().string(), {read.file}, {}});
      }
      static_cast<void>(ollama_file(read));
    } catch (const Error& error) {
      model.problem = short_reason(error.what(), manifest);
    }
    catalogue.add(std::move(model));
  }
}

}  // namespace baryscope
