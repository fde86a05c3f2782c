#include "core/text/vocabulary.h"

#include <fmt/format.h>

#include <limits>
#include <utility>

namespace baryscope {

Vocabulary::Vocabulary(const JsonValue& vocab) {
  vocab.for_each_member([&](const std::string& text, const JsonValue& value) {
    const auto id = static_cast<int>(value.integer(0, std::numeric_limits<int>::max()));
    const auto index = static_cast<std::uint32_t>(m_entries.size());
    const auto [other, is_new] = m_by_id.emplace(id, index);
    if (!is_new)
      value.fail(fmt::format("has the id {} of \"{}\"", id, m_entries[other->second].text));
    m_entries.push_back({text, id});
  });
  if (m_entries.empty()) vocab.fail("is empty");
  index_texts();
}

Vocabulary::Vocabulary(std::vector<std::string> texts) {
  m_entries.reserve(texts.size());
  m_by_id.reserve(texts.size());
  for (std::string& text : texts) {
    const auto index = static_cast<std::uint32_t>(m_entries.size());
    const int id = static_cast<int>(index);
    m_by_id.emplace(id, index);
    m_entries.push_back({std::move(text), id});
  }
  index_texts();
}

void Vocabulary::index_texts() {
  m_by_text.reserve(m_entries.size());
  for (std::uint32_t i = 0; i < m_entries.size(); ++i) m_by_text.emplace(m_entries[i].text, i);
}

std::uint32_t Vocabulary::find(std::string_view text) const {
  const auto found = m_by_text.find(text);
  return found == m_by_text.end() ? k_none : found->second;
}

std::optional<int> Vocabulary::find_id(std::string_view text) const {
  const std::uint32_t index = find(text);
  if (index == k_none) return std::nullopt;
  return m_entries[index].id;
}

const std::string* Vocabulary::find_text(int id) const {
  const auto found = m_by_id.find(id);
  return found == m_by_id.end() ? nullptr : &m_entries[found->second].text;
}

}  // namespace baryscope
