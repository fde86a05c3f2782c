/// A list of found models in the making: names are given once, the number of entries is bounded.
#pragma once

#include <cstddef>
#include <filesystem>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "core/model/listing/found_model.h"
#include "core/model/listing/model_facts.h"

namespace baryscope {

/// Of one folder: more are not looked at.
inline constexpr std::size_t most_listed_entries = 4096;

class ModelCatalogue {
 public:
  explicit ModelCatalogue(std::stop_token stop) : m_stop(std::move(stop)) {}

  /// Whether no more is to be looked for: stopped, or the list is full.
  [[nodiscard]] bool is_full() const;

  /// `name` where it is free and opens the model, else its path.
  void add_folder(ModelStore store, const std::string& name, const std::string& title,
                  const std::filesystem::path& folder);
  void add_gguf(ModelStore store, const std::string& name, const std::string& title,
                const GgufSet& set);
  /// One whose facts are known.
  void add(FoundModel model);
  /// Something that cannot be looked at.
  void add_problem(ModelStore store, const std::filesystem::path& path, std::string problem);

  /// Whether a model of this path, behind its links, is in the list.
  [[nodiscard]] bool has(const std::filesystem::path& path) const;

  /// Sorted by store and title.
  std::vector<FoundModel> take();

 private:
  std::stop_token m_stop;
  std::vector<FoundModel> m_models;
  std::set<std::string> m_names;
  std::set<std::filesystem::path> m_paths;  ///< behind all links
};

/// Model folders and GGUF files in a folder and `n_levels` − 1 below; titles are paths from it.
void add_tree(ModelCatalogue& catalogue, ModelStore store, const std::filesystem::path& folder,
              int n_levels);
void add_search_path(ModelCatalogue& catalogue, const std::vector<std::filesystem::path>& folders);
void add_hub(ModelCatalogue& catalogue, const std::filesystem::path& hub);
void add_ollama(ModelCatalogue& catalogue, const std::filesystem::path& store,
                const std::stop_token& stop);

}  // namespace baryscope
