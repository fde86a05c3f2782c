/// A model that lies on this machine, as lists show it: how it is opened, what it is, or why it
/// cannot be opened. Free of ATen.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace baryscope {

/// Whose folder it lies in, in the order of lists.
enum class ModelStore { search_path, hub, ollama, llama_cpp, lm_studio, recent };

/// "Hugging Face cache", as a heading has it.
std::string store_title(ModelStore store);
/// "in the Hugging Face cache"
std::string store_words(ModelStore store);

struct FoundModel {
  std::string name;   ///< opens it: "org/name", "ollama/tiny:latest", or a path
  std::string title;  ///< for a person: the name, or a path's last part
  ModelStore store = ModelStore::search_path;
  std::filesystem::path path;  ///< a model folder or a GGUF file
  std::string family;          ///< "llama", as the files call it; empty: they do not tell
  int n_layers = 0;            ///< 0: not told; so is n_heads
  int n_heads = 0;
  std::uint64_t n_bytes = 0;  ///< of its weights on the disk
  /// The type of most bytes of its weights: "Q4_1", "BF16".
  std::string quantisation;
  std::string note;     ///< what is left out where it is opened; empty: nothing
  std::string problem;  ///< why it cannot be opened; empty: nothing is known against it
};

/// One of which nothing else is known yet.
FoundModel found_at(ModelStore store, std::string name, std::string title,
                    std::filesystem::path path);

/// "30 layers × 9 heads"; empty where either is not told.
std::string size_words(const FoundModel& model);
/// "98 MB", "1.3 GB": powers of 1000.
std::string bytes_words(std::uint64_t n_bytes);
/// "llama, 30 layers × 9 heads, Q4_1, 98 MB, in Ollama's store", or "cannot be opened: …".
std::string about_model(const FoundModel& model);

}  // namespace baryscope
