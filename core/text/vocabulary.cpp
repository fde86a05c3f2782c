#include "core/text/vocabulary.h"

#include <fmt/format.h>

#include <limits>

namespace baryscope {

Vocabulary read_vocabulary(const JsonValue& vocab) {
  Vocabulary vocabulary;
  std::unordered_map<int, const std::string*> texts;
  vocab.for_each_member([&](const std::string& text, const JsonValue& value) {
    const auto id = static_cast<int>(value.integer(0, std::numeric_limits<int>::max()));
    const auto entry = vocabulary.emplace(text, VocabularyEntry{text, id}).first;
    const auto [other, is_new] = texts.emplace(id, &entry->first);
    if (!is_new) value.fail(fmt::format("has the id {} of \"{}\"", id, *other->second));
  });
  if (vocabulary.empty()) vocab.fail("is empty");
  return vocabulary;
}

std::optional<int> find_id(const Vocabulary& vocabulary, const std::string& text) {
  const auto found = vocabulary.find(text);
  if (found == vocabulary.end()) return std::nullopt;
  return found->second.id;
}

}  // namespace baryscope
