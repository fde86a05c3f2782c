#include "core/engine/live_models.h"

#include <utility>

namespace baryscope {
namespace {

std::string key_of(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::path whole = std::filesystem::weakly_canonical(folder, failed);
  if (failed) {
    whole = std::filesystem::absolute(folder, failed);
  }
  if (!whole.has_filename()) {
    whole = whole.parent_path();  // "street/" is "street"
  }
  return whole.string();
}

}  // namespace

bool LiveModels::claim(const std::filesystem::path& folder) {
  const std::lock_guard lock(m_mutex);
  return m_models.try_emplace(key_of(folder)).second;
}

void LiveModels::publish(const std::filesystem::path& folder, std::shared_ptr<const Model> model) {
  const std::lock_guard lock(m_mutex);
  m_models.insert_or_assign(key_of(folder), LiveModel{std::move(model), ++m_n_published});
}

void LiveModels::withdraw(const std::filesystem::path& folder) {
  const std::lock_guard lock(m_mutex);
  m_models.erase(key_of(folder));
}

std::optional<LiveModel> LiveModels::find(const std::filesystem::path& folder) const {
  const std::lock_guard lock(m_mutex);
  const auto found = m_models.find(key_of(folder));
  return found == m_models.end() || !found->second.model ? std::nullopt
                                                         : std::optional(found->second);
}

}  // namespace baryscope
