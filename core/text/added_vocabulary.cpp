#include "core/text/added_vocabulary.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>

#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

AddedToken read_added_token(const JsonValue& json) {
  AddedToken token;
  token.id = static_cast<int>(json.at("id").integer(0, std::numeric_limits<int>::max()));
  token.content = json.at("content").text();
  token.single_word = json.at("single_word").boolean();
  token.lstrip = json.at("lstrip").boolean();
  token.rstrip = json.at("rstrip").boolean();
  token.normalized = json.at("normalized").boolean();
  token.special = json.at("special").boolean();
  return token;
}

}  // namespace

void AddedVocabulary::read(const JsonValue& json, const TokenModel& model) {
  int next_id = model.n_entries();
  json.for_each_element([&](const JsonValue& element) {
    AddedToken token = read_added_token(element);
    if (token.content.empty()) return;
    if (token.special) m_specials.insert(token.content);
    const auto known = m_by_content.find(token.content);
    if (known != m_by_content.end()) {
      token.id = known->second->id;
      *known->second = token;
      return;
    }
    const auto id = model.find_id(token.content);
    if (!id) ++m_n_new;
    token.id = id ? *id : next_id++;
    m_tokens.push_back(std::move(token));
    m_by_content.emplace(m_tokens.back().content, &m_tokens.back());
  });
}

AddedVocabulary::AddedVocabulary(const JsonValue& json, const TokenModel& model,
                                 const Normalizer* normalizer) {
  read(json, model);
  for (std::uint32_t i = 0; i < m_tokens.size(); ++i) {
    AddedToken& token = m_tokens[i];
    m_by_id.emplace(token.id, &token);
    AlignedText pattern = to_aligned_text(token.content);
    if (token.normalized && normalizer != nullptr) normalizer->normalize(pattern);
    token.spelling = to_utf8(pattern.characters);
    if (pattern.size() == 0)
      json.fail(fmt::format("nothing is left of \"{}\" after normalisation", token.content));
    CharacterTrie& trie = token.normalized ? m_normalized : m_raw;
    if (trie.add(pattern.characters, i) != CharacterTrie::k_none)
      json.fail(
          fmt::format("\"{}\" is the same as another token after normalisation", token.content));
  }
}

const AddedToken* AddedVocabulary::find(int id) const {
  const auto found = m_by_id.find(id);
  return found == m_by_id.end() ? nullptr : found->second;
}
const AddedToken* AddedVocabulary::find(const std::string& content) const {
  const auto found = m_by_content.find(content);
  return found == m_by_content.end() ? nullptr : found->second;
}

std::vector<AddedVocabulary::Part> AddedVocabulary::parts(std::u32string_view text, bool normalized,
                                                          bool special) const {
  const CharacterTrie& trie = normalized ? m_normalized : m_raw;
  if (trie.empty()) return {{nullptr, 0, text.size()}};
  std::vector<Part> result;
  std::size_t done = 0;
  std::size_t next = 0;
  while (next < text.size()) {
    const auto found = trie.longest(text.substr(next));
    if (found.length == 0) {
      ++next;
      continue;
    }
    const AddedToken& token = m_tokens[found.number];
    std::size_t begin = next;
    std::size_t end = next += found.length;
    if (!special && m_specials.contains(token.content)) continue;
    if (token.single_word) {
      const bool word_before = begin > 0 && is_word_character(text[begin - 1]);
      const bool word_after = end < text.size() && is_word_character(text[end]);
      if (word_before || word_after) continue;
    }
    if (token.lstrip)
      while (begin > done && is_whitespace(text[begin - 1])) --begin;
    if (token.rstrip)
      while (end < text.size() && is_whitespace(text[end])) ++end;
    if (done < begin) result.push_back({nullptr, done, begin});
    result.push_back({&token, begin, end});
    done = end;
  }
  if (done != text.size()) result.push_back({nullptr, done, text.size()});
  return result;
}

}  // namespace baryscope
