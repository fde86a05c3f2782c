#include "core/analysis/model_places.h"

#include <algorithm>
#include <cstdlib>

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// The folders that variables name, then one in the user's cache.
void add_cached(std::vector<fs::path>& folders, const fs::path& below) {
  if (const auto cache = find_environment("XDG_CACHE_HOME")) {
    folders.push_back(fs::path(*cache) / below);
  }
  if (const auto home = home_folder()) {
    folders.push_back(*home / ".cache" / below);
  }
}

}  // namespace

std::optional<std::string> find_environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody calls setenv
  if (value == nullptr || *value == '\0') {
    return std::nullopt;
  }
  return std::string(value);
}

std::optional<fs::path> home_folder() {
  if (const auto home = find_environment("HOME")) {
    return fs::path(*home);
  }
  return std::nullopt;
}

std::vector<fs::path> path_list(const std::string& text) {
  std::vector<fs::path> paths;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(':', begin), text.size());
    if (end > begin) {
      paths.emplace_back(text.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return paths;
}

std::vector<fs::path> hub_folders() {
  std::vector<fs::path> folders;
  for (const char* name : {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}) {  // today's and the old name
    if (const auto hub = find_environment(name)) {
      folders.emplace_back(*hub);
    }
  }
  if (const auto home = find_environment("HF_HOME")) {
    folders.push_back(fs::path(*home) / "hub");
  }
  add_cached(folders, fs::path("huggingface") / "hub");
  return folders;
}

std::vector<fs::path> ollama_folders() {
  std::vector<fs::path> folders;
  if (const auto own = find_environment("OLLAMA_MODELS")) {
    folders.emplace_back(*own);
  }
  if (const auto home = home_folder()) {
    folders.push_back(*home / ".ollama" / "models");
  }
  for (const char* system :
       {"/usr/share/ollama/.ollama/models", "/var/lib/ollama/.ollama/models",
        "/var/lib/ollama/models", "/var/lib/ollama", "/var/snap/ollama/common/models"}) {
    folders.emplace_back(system);
  }
  return folders;
}

std::vector<fs::path> llama_cpp_folders() {
  std::vector<fs::path> folders;
  if (const auto own = find_environment("LLAMA_CACHE")) {
    folders.emplace_back(*own);
  }
  add_cached(folders, "llama.cpp");
  return folders;
}

std::vector<fs::path> lm_studio_folders() {
  std::vector<fs::path> folders;
  if (const auto home = home_folder()) {
    folders = {*home / ".lmstudio" / "models", *home / ".cache" / "lm-studio" / "models"};
  }
  return folders;
}

}  // namespace baryscope
