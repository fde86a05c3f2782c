#include "core/analysis/hub_cache.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/folder_entries.h"
#include "core/base/input_file.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view model_prefix = "models--";
constexpr std::string_view separator = "--";
constexpr std::size_t most_snapshots = 1024;
constexpr int most_levels = 3;  // of references: refs/pr/1

bool is_snapshot(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool is_repository_part(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

/// The word in a reference's file; empty where there is none.
std::string commit_in(const fs::path& reference) {
  constexpr std::size_t max_bytes = 4096;
  try {
    const std::string text = read_input_file(reference, max_bytes);
    return text.substr(0, text.find_first_of(" \t\r\n"));
  } catch (const InputFileError&) {
    return {};  // a repository with one snapshot needs none
  }
}

void add_references(const fs::path& folder, const std::string& before, int n_levels,
                    std::vector<std::pair<std::string, std::string>>& references) {
  for (const fs::path& path : folder_entries(folder, most_snapshots).paths) {
    const std::string name = before + path.filename().string();
    if (is_plain_folder(path)) {
      if (n_levels > 1) {
        add_references(path, name + "/", n_levels - 1, references);
      }
    } else {
      references.emplace_back(name, commit_in(path));
    }
  }
}

void mark_chosen(std::vector<HubSnapshot>& snapshots) {
  const auto is_main = [](const HubSnapshot& each) {
    return std::find(each.references.begin(), each.references.end(), "main") !=
           each.references.end();
  };
  const auto is_referred = [](const HubSnapshot& each) { return !each.references.empty(); };
  auto chosen = std::find_if(snapshots.begin(), snapshots.end(), is_main);
  if (chosen == snapshots.end() && snapshots.size() == 1) {
    chosen = snapshots.begin();
  }
  if (chosen == snapshots.end() &&
      std::count_if(snapshots.begin(), snapshots.end(), is_referred) == 1) {
    chosen = std::find_if(snapshots.begin(), snapshots.end(), is_referred);
  }
  if (chosen != snapshots.end()) {
    chosen->is_chosen = true;
    std::rotate(snapshots.begin(), chosen, chosen + 1);
  }
}

std::string several_message(const fs::path& repository, const std::vector<HubSnapshot>& snapshots) {
  std::string message =
      repository.string() + " holds " + to_text(static_cast<std::int64_t>(snapshots.size())) +
      " snapshots, and no reference says which one is meant; give the path of one:";
  for (const HubSnapshot& snapshot : snapshots) {
    message += "\n  " + snapshot.folder.string();
  }
  return message;
}

}  // namespace

std::optional<std::string> hub_folder_name(std::string_view name) {
  const std::size_t slash = name.find('/');
  const std::string prefix(model_prefix);
  if (slash == std::string_view::npos) {
    return is_repository_part(name) ? std::optional(prefix + std::string(name)) : std::nullopt;
  }
  if (!is_repository_part(name.substr(0, slash)) || !is_repository_part(name.substr(slash + 1))) {
    return std::nullopt;
  }
  return prefix + std::string(name.substr(0, slash)) + std::string(separator) +
         std::string(name.substr(slash + 1));
}

std::optional<std::string> hub_model_name(std::string_view folder_name) {
  if (!folder_name.starts_with(model_prefix) || folder_name.size() == model_prefix.size()) {
    return std::nullopt;
  }
  std::string name(folder_name.substr(model_prefix.size()));
  if (const std::size_t cut = name.find(separator); cut != std::string::npos) {
    name.replace(cut, separator.size(), "/");
  }
  return hub_folder_name(name) ? std::optional(std::move(name)) : std::nullopt;
}

std::vector<HubSnapshot> hub_snapshots(const fs::path& repository, std::string* problem) {
  const FolderEntries entries = folder_entries(repository / "snapshots", most_snapshots);
  if (problem != nullptr) {
    *problem = entries.problem;
  }
  std::vector<std::pair<std::string, std::string>> references;
  add_references(repository / "refs", {}, most_levels, references);
  std::vector<HubSnapshot> snapshots;
  for (const fs::path& folder : entries.paths) {
    if (!is_snapshot(folder)) {
      continue;
    }
    HubSnapshot snapshot{folder, {}, false};
    for (const auto& [name, commit] : references) {
      if (commit == folder.filename().string()) {
        snapshot.references.push_back(name);
      }
    }
    snapshots.push_back(std::move(snapshot));
  }
  mark_chosen(snapshots);
  return snapshots;
}

std::optional<fs::path> find_in_hubs(const std::vector<fs::path>& hubs, std::string_view name) {
  const auto folder_name = hub_folder_name(name);
  std::string several;
  for (const fs::path& hub : folder_name ? hubs : std::vector<fs::path>()) {
    const fs::path repository = hub / *folder_name;
    const std::vector<HubSnapshot> snapshots = hub_snapshots(repository);
    if (!snapshots.empty() && snapshots.front().is_chosen) {
      return snapshots.front().folder;
    }
    if (!snapshots.empty() && several.empty()) {
      several = several_message(repository, snapshots);
    }
  }
  if (!several.empty()) {
    throw Error(several);
  }
  return std::nullopt;
}

std::optional<fs::path> find_file_in_hubs(const std::vector<fs::path>& hubs,
                                          std::string_view name) {
  const std::size_t slash = name.find('/', name.find('/') + 1);
  if (slash == std::string_view::npos || !name.ends_with(".gguf")) {
    return std::nullopt;
  }
  const fs::path file{std::string(name.substr(slash + 1))};
  const bool inside =
      file.is_relative() && std::none_of(file.begin(), file.end(), [](const fs::path& part) {
        return part == ".." || part == ".";
      });
  for (const fs::path& hub : inside ? hubs : std::vector<fs::path>()) {
    const auto snapshot = find_in_hubs({hub}, name.substr(0, slash));
    if (snapshot && (is_present(*snapshot / file) || is_dangling(*snapshot / file))) {
      return *snapshot / file;
    }
  }
  return std::nullopt;
}

fs::path chosen_snapshot(const fs::path& repository) {
  std::string problem;
  const std::vector<HubSnapshot> snapshots = hub_snapshots(repository, &problem);
  if (snapshots.empty()) {
    throw Error((repository / "snapshots").string() + " " +
                (problem.empty() ? "holds no snapshot of a model" : problem));
  }
  if (!snapshots.front().is_chosen) {
    throw Error(several_message(repository, snapshots));
  }
  return snapshots.front().folder;
}

}  // namespace baryscope
