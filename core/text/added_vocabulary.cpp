#include "core/text/added_vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

std::uint64_t child_key(std::uint32_t node, char32_t c) { return (std::uint64_t{node} << 21) | c; }

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

AddedVocabulary::AddedVocabulary(const JsonValue& json, const TokenModel& model,
                                 const std::optional<BertNormalizer>& normalizer) {
  std::unordered_map<std::string, AddedToken*> by_content;
  int next_id = model.n_entries();
  json.for_each_element([&](const JsonValue& element) {
    AddedToken token = read_added_token(element);
    if (token.content.empty()) return;
    const auto known = by_content.find(token.content);
    if (known != by_content.end()) {
      token.id = known->second->id;
      *known->second = token;
      return;
    }
    const auto id = model.find_id(token.content);
    if (!id) ++m_n_new;
    token.id = id ? *id : next_id++;
    m_tokens.push_back(std::move(token));
    by_content.emplace(m_tokens.back().content, &m_tokens.back());
  });
  for (const AddedToken& token : m_tokens) {
    AlignedText pattern = to_aligned_text(token.content);
    if (token.normalized && normalizer) pattern = normalizer->normalized(pattern);
    if (pattern.size() == 0)
      json.fail(fmt::format("nothing is left of \"{}\" after normalisation", token.content));
    Trie& trie = token.normalized ? m_normalized : m_raw;
    if (!trie.add(pattern.characters, token))
      json.fail(
          fmt::format("\"{}\" is the same as another token after normalisation", token.content));
  }
}

bool AddedVocabulary::Trie::add(std::u32string_view pattern, const AddedToken& token) {
  std::uint32_t node = 0;
  for (const char32_t c : pattern) {
    const auto next = static_cast<std::uint32_t>(tokens.size());
    const auto [child, is_new] = children.emplace(child_key(node, c), next);
    if (is_new) tokens.push_back(nullptr);
    node = child->second;
  }
  if (tokens[node] != nullptr) return false;
  tokens[node] = &token;
  return true;
}

const AddedToken* AddedVocabulary::Trie::find(std::u32string_view text, std::size_t at,
                                              std::size_t& end) const {
  const AddedToken* found = nullptr;
  std::uint32_t node = 0;
  for (std::size_t i = at; i < text.size(); ++i) {
    const auto child = children.find(child_key(node, text[i]));
    if (child == children.end()) break;
    node = child->second;
    if (tokens[node] == nullptr) continue;
    found = tokens[node];
    end = i + 1;
  }
  return found;
}

std::vector<AddedVocabulary::Part> AddedVocabulary::parts(std::u32string_view text,
                                                          bool normalized) const {
  const Trie& trie = normalized ? m_normalized : m_raw;
  if (trie.children.empty()) return {{nullptr, 0, text.size()}};
  std::vector<Part> result;
  std::size_t done = 0;
  std::size_t next = 0;
  while (next < text.size()) {
    std::size_t end = 0;
    const AddedToken* token = trie.find(text, next, end);
    if (token == nullptr) {
      ++next;
      continue;
    }
    std::size_t begin = next;
    next = end;
    if (token->single_word) {
      const bool word_before = begin > 0 && is_word_character(text[begin - 1]);
      const bool word_after = end < text.size() && is_word_character(text[end]);
      if (word_before || word_after) continue;
    }
    if (token->lstrip)
      while (begin > done && is_whitespace(text[begin - 1])) --begin;
    if (token->rstrip)
      while (end < text.size() && is_whitespace(text[end])) ++end;
    if (done < begin) result.push_back({nullptr, done, begin});
    result.push_back({token, begin, end});
    done = end;
  }
  if (done != text.size()) result.push_back({nullptr, done, text.size()});
  return result;
}

}  // namespace baryscope
