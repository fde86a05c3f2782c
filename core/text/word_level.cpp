#include "core/text/word_level.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/text/aligned_text.h"
#include "core/text/tokenizer.h"
#include "core/text/unicode_ranges.h"
#include "core/text/vocabulary.h"

namespace baryscope {
namespace {

constexpr const char* k_unknown = "[UNK]";
constexpr std::size_t k_shown_bytes = 60;

/// Cut off where it is long, between two characters.
std::string shown(std::string_view text) {
  if (text.size() <= k_shown_bytes) return std::string(text);
  std::size_t end = k_shown_bytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

class WordLevel : public TokenModel {
 public:
  explicit WordLevel(const JsonValue& json) : m_vocabulary(read_vocabulary(json.at("vocab"))) {
    const auto unknown = m_vocabulary.find(json.at("unk_token").text());
    if (unknown != m_vocabulary.end()) m_unknown = &unknown->second;
  }

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    const std::string utf8 = to_utf8(word);
    const auto found = m_vocabulary.find(utf8);
    const VocabularyEntry* entry = found == m_vocabulary.end() ? m_unknown : &found->second;
    if (entry == nullptr) fail_unknown(utf8);
    pieces.push_back({entry->id, entry->text, 0, word.size(), false});
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    return baryscope::find_id(m_vocabulary, token);
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_vocabulary.size()); }

 private:
  /// Names the nearest entry where the search is cheap, and what entries look like.
  [[noreturn]] void fail_unknown(const std::string& word) const {
    constexpr std::size_t k_searched = 20'000;
    std::optional<std::string> nearest;
    if (m_vocabulary.size() <= k_searched && word.size() <= k_shown_bytes) {
      std::vector<std::string> known;
      for (const auto& [text, entry] : m_vocabulary) known.push_back(text);
      std::ranges::sort(known);
      nearest = find_nearest_name(word, known);
    }
    throw Tokenizer::Error(fmt::format(
        "the model does not know the token '{}'{}; its {} tokens, parted by spaces, are {}",
        shown(word), nearest ? fmt::format(" (did you mean '{}'?)", *nearest) : "",
        m_vocabulary.size(), entries_shown()));
  }

  /// The first two and the last two in order of their ids.
  [[nodiscard]] std::string entries_shown() const {
    constexpr std::size_t k_ends = 2;
    std::map<int, std::string_view> by_id;
    for (const auto& [text, entry] : m_vocabulary) by_id.emplace(entry.id, text);
    std::string list;
    std::size_t index = 0;
    for (const auto& [id, text] : by_id) {
      const bool at_an_end = index < k_ends || index + k_ends >= by_id.size();
      if (at_an_end) list += (index == 0 ? "'" : ", '") + shown(text) + "'";
      if (!at_an_end && index == k_ends) list += ", …";
      ++index;
    }
    return list;
  }

  Vocabulary m_vocabulary;
  const VocabularyEntry* m_unknown = nullptr;
};

bool is_word(const std::string& token) {
  const AlignedText text = to_aligned_text(token);
  return text.size() > 0 && std::ranges::none_of(text.characters, is_whitespace);
}

}  // namespace

std::unique_ptr<const TokenModel> read_word_level(const JsonValue& json) {
  return std::make_unique<const WordLevel>(json);
}

std::string to_word_level_json(const std::vector<std::string>& tokens, std::optional<int> blank) {
  using nlohmann::ordered_json;
  // Appended without the object's own search for the key, which is linear.
  ordered_json::object_t vocab;
  std::set<std::string_view> seen;
  for (const std::string& token : tokens) {
    BARYSCOPE_CHECK(is_word(token) && token != k_unknown && seen.insert(token).second);
    vocab.emplace_back(token, vocab.size());
  }
  ordered_json document = {
      {"version", "1.0"},          {"truncation", nullptr},
      {"padding", nullptr},        {"added_tokens", ordered_json::array()},
      {"normalizer", nullptr},     {"pre_tokenizer", {{"type", "WhitespaceSplit"}}},
      {"post_processor", nullptr}, {"decoder", nullptr}};
  if (blank) {
    const std::string& token = tokens.at(static_cast<std::size_t>(*blank));
    const auto special = [&](int segment) {
      return ordered_json{{"SpecialToken", {{"id", token}, {"type_id", segment}}}};
    };
    const auto sequence = [](const char* id, int segment) {
      return ordered_json{{"Sequence", {{"id", id}, {"type_id", segment}}}};
    };
    document["added_tokens"].push_back({{"id", *blank},
                                        {"content", token},
                                        {"single_word", false},
                                        {"lstrip", false},
                                        {"rstrip", false},
                                        {"normalized", false},
                                        {"special", true}});
    document["post_processor"] = {
        {"type", "TemplateProcessing"},
        {"single", ordered_json::array({special(0), sequence("A", 0)})},
        {"pair", ordered_json::array({special(0), sequence("A", 0), sequence("B", 1)})},
        {"special_tokens",
         {{token,
           {{"id", token},
            {"ids", ordered_json::array({*blank})},
            {"tokens", ordered_json::array({token})}}}}}};
  }
  document["model"] = {
      {"type", "WordLevel"}, {"vocab", std::move(vocab)}, {"unk_token", k_unknown}};
  return document.dump(1) + "\n";
}

}  // namespace baryscope
