/// Where models lie on this machine: the folders of this program, and those of others, by their
/// environment variables and customs.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace baryscope {

/// Nothing for a variable that is unset or empty.
std::optional<std::string> find_environment(const char* name);
std::optional<std::filesystem::path> home_folder();
/// The entries of a `:`-separated list; empty ones (which would mean the current folder) are left
/// out.
std::vector<std::filesystem::path> path_list(const std::string& text);

/// Hubs of the Hugging Face cache, in the order in which its own tools look: HF_HUB_CACHE,
/// HUGGINGFACE_HUB_CACHE, HF_HOME/hub, XDG_CACHE_HOME/huggingface/hub, ~/.cache/huggingface/hub.
std::vector<std::filesystem::path> hub_folders();
/// OLLAMA_MODELS, ~/.ollama/models, and where the system's service keeps its own.
std::vector<std::filesystem::path> ollama_folders();
/// LLAMA_CACHE, XDG_CACHE_HOME/llama.cpp, ~/.cache/llama.cpp.
std::vector<std::filesystem::path> llama_cpp_folders();
/// ~/.lmstudio/models, ~/.cache/lm-studio/models.
std::vector<std::filesystem::path> lm_studio_folders();

/// All of them, as a value; folders that are not there stay in the lists.
struct ModelPlaces {
  std::vector<std::filesystem::path> search;  ///< model_search_path()
  std::vector<std::filesystem::path> hubs, ollama, llama_cpp, lm_studio;
  std::vector<std::filesystem::path> recent;  ///< models that were opened, the newest first
};

}  // namespace baryscope
