/// The member "vocab" of a tokenizer.json's model: texts and their ids.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/text/json_document.h"

namespace baryscope {

/// Entries have an index from 0 beside their id, which may leave numbers out.
class Vocabulary {
 public:
  struct Entry {
    std::string text;
    int id = 0;
  };
  static constexpr std::uint32_t k_none = 0xFFFFFFFF;

  /// From {"text": id, …}; throws Tokenizer::Error where it is empty, or two texts have one id.
  explicit Vocabulary(const JsonValue& vocab);
  /// Ids are places; `texts` are distinct and at least one.
  explicit Vocabulary(std::vector<std::string> texts);
  Vocabulary(const Vocabulary&) = delete;  // the index points at the texts
  Vocabulary& operator=(const Vocabulary&) = delete;

  [[nodiscard]] std::size_t size() const { return m_entries.size(); }
  [[nodiscard]] const Entry& operator[](std::uint32_t index) const { return m_entries[index]; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
  /// The index, or k_none.
  [[nodiscard]] std::uint32_t find(std::string_view text) const;
  [[nodiscard]] std::optional<int> find_id(std::string_view text) const;
  [[nodiscard]] const std::string* find_text(int id) const;

 private:
  void index_texts();

  std::vector<Entry> m_entries;
  std::unordered_map<std::string_view, std::uint32_t> m_by_text;
  std::unordered_map<int, std::uint32_t> m_by_id;
};

}  // namespace baryscope
