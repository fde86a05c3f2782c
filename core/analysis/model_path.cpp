#include "core/analysis/model_path.h"

#include <algorithm>
#include <system_error>
#include <vector>

#include "core/analysis/gguf_files.h"
#include "core/analysis/hub_cache.h"
#include "core/analysis/ollama_store.h"
#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_files = 4096;

bool is_safetensors(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json");
}

fs::path behind_folder(const fs::path& folder) {
  std::vector<fs::path> files = folder_entries(folder, most_files).paths;
  if (std::any_of(files.begin(), files.end(), is_safetensors)) {
    return folder;
  }
  const bool has_others = std::any_of(
      files.begin(), files.end(), [](const fs::path& file) { return !is_projector_name(file); });
  if (has_others) {
    std::erase_if(files, is_projector_name);
  }
  const std::vector<GgufSet> sets = gguf_sets(files);
  if (sets.size() > 1) {
    constexpr std::size_t most_named = 12;
    std::string message = folder.string() + " holds " +
                          to_text(static_cast<std::int64_t>(sets.size())) +
                          " GGUF models; give the path of one:";
    for (std::size_t i = 0; i < std::min(sets.size(), most_named); ++i) {
      message += "\n  " + sets[i].files.front().string();
    }
    throw Error(message + (sets.size() > most_named ? "\n  …" : ""));
  }
  return sets.empty() ? folder : sets.front().files.front();
}

}  // namespace

bool is_projector_name(const fs::path& file) {
  return file.filename().string().find("mmproj") != std::string::npos;
}

fs::path model_behind(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    // A last slash hides the folder's name.
    const fs::path plain = path.has_filename() ? path : path.parent_path();
    const bool is_repository =
        hub_model_name(plain.filename().string()) && fs::is_directory(path / "snapshots", ignored);
    return behind_folder(is_repository ? chosen_snapshot(plain) : path);
  }
  if (!begins_as_gguf(path)) {
    if (const auto manifest = find_ollama_manifest(path)) {
      return ollama_file(*manifest);
    }
  }
  return path;
}

}  // namespace baryscope
