#include "core/model/listing/model_catalogue.h"

#include <algorithm>
#include <system_error>
#include <tuple>
#include <utility>

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_models = 8192;

fs::path behind_links(const fs::path& path) {
  std::error_code failed;
  fs::path whole = fs::weakly_canonical(path, failed);
  return failed ? path : whole;
}

}  // namespace

bool ModelCatalogue::is_full() const {
  return m_stop.stop_requested() || m_models.size() >= most_models;
}

void ModelCatalogue::add(FoundModel model) {
  if (is_full()) {
    return;
  }
  if (model.name.empty() || !m_names.insert(model.name).second) {
    model.name = model.path.string();
  }
  m_paths.insert(behind_links(model.path));
  m_models.push_back(std::move(model));
}

void ModelCatalogue::add_folder(ModelStore store, const std::string& name, const std::string& title,
                                const fs::path& folder) {
  FoundModel model = found_at(store, name, title, folder);
  add_folder_facts(model);
  add(std::move(model));
}

void ModelCatalogue::add_gguf(ModelStore store, const std::string& name, const std::string& title,
                              const GgufSet& set) {
  FoundModel model = found_at(store, name, title, set.files.front());
  add_gguf_facts(model, set);
  add(std::move(model));
}

void ModelCatalogue::add_problem(ModelStore store, const fs::path& path, std::string problem) {
  FoundModel model = found_at(store, path.string(), path.string(), path);
  model.problem = std::move(problem);
  add(std::move(model));
}

bool ModelCatalogue::has(const fs::path& path) const {
  return m_paths.contains(behind_links(path));
}

std::vector<FoundModel> ModelCatalogue::take() {
  std::stable_sort(m_models.begin(), m_models.end(), [](const FoundModel& a, const FoundModel& b) {
    return std::tie(a.store, a.title) < std::tie(b.store, b.title);
  });
  return std::move(m_models);
}

}  // namespace baryscope
