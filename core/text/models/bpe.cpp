#include "core/text/models/bpe.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <utility>

#include "core/text/aligned_text.h"
#include "core/text/models/bpe_tables.h"
#include "core/text/models/merge_table.h"
#include "core/text/tokenizer.h"
#include "core/text/vocabulary.h"

namespace baryscope {
namespace {

std::uint32_t utf8_size(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

std::string text_or_empty(const JsonValue& json, const char* key) {
  const auto member = json.find(key);
  return member && !member->is_null() ? member->text() : std::string();
}
bool flag(const JsonValue& json, const char* key) {
  const auto member = json.find(key);
  return member && !member->is_null() && member->boolean();
}

struct BpeRules {
  std::string prefix, suffix, unknown;
  bool fuse_unknown = false, byte_fallback = false, ignore_merges = false;
};

BpeRules read_rules(const JsonValue& json) {
  const auto dropout = json.find("dropout");
  if (dropout && !dropout->is_null() && dropout->number() != 0)
    dropout->fail("is not supported: it leaves merges out at random; make it null");
  BpeRules rules;
  rules.prefix = text_or_empty(json, "continuing_subword_prefix");
  rules.suffix = text_or_empty(json, "end_of_word_suffix");
  rules.unknown = text_or_empty(json, "unk_token");
  rules.fuse_unknown = flag(json, "fuse_unk");
  rules.byte_fallback = flag(json, "byte_fallback");
  rules.ignore_merges = flag(json, "ignore_merges");
  if (rules.byte_fallback && !(rules.prefix.empty() && rules.suffix.empty()))
    json.at("byte_fallback")
        .fail("is not supported beside continuing_subword_prefix or end_of_word_suffix");
  return rules;
}

class Bpe : public TokenModel {
 public:
  explicit Bpe(const JsonValue& json)
      : Bpe(json.at("vocab"), read_rules(json), json.at("merges").n_elements()) {
    read_merges(json.at("merges"));
  }
  explicit Bpe(BpeParts parts)
      : Bpe(std::move(parts.texts),
            {"", "", std::move(parts.unknown), parts.fuse_unknown, parts.byte_fallback,
             parts.ignore_merges},
            parts.merges.size()) {
    std::uint32_t rank = 0;
    for (const BpeParts::Merge& merge : parts.merges) {
      m_merges.add(merge.left, merge.right, {rank++, merge.result});
      m_joints.add(merge.left, merge.right);
    }
  }

  void cut(std::u32string_view word, std::vector<Piece>& pieces) const override {
    if (m_rules.ignore_merges) {
      const std::uint32_t whole = m_vocabulary.find(to_utf8(word));
      if (whole != Vocabulary::k_none) {
        const Vocabulary::Entry& entry = m_vocabulary[whole];
        pieces.push_back({entry.id, &entry.text, 0, word.size()});
        return;
      }
    }
    std::vector<Symbol> symbols = symbols_of(word);
    merge(symbols);
    append_pieces(word, symbols, pieces);
  }

  [[nodiscard]] std::optional<int> find_id(const std::string& token) const override {
    return m_vocabulary.find_id(token);
  }
  [[nodiscard]] const std::string* find_text(int id) const override {
    return m_vocabulary.find_text(id);
  }
  [[nodiscard]] int n_entries() const override { return static_cast<int>(m_vocabulary.size()); }
  [[nodiscard]] bool marks_continuation() const override { return !m_rules.prefix.empty(); }

 private:
  template <class Vocab>
  Bpe(Vocab&& vocab, BpeRules rules, std::size_t n_merges)
      : m_vocabulary(std::forward<Vocab>(vocab)),
        m_rules(std::move(rules)),
        m_merges(n_merges),
        m_joints(m_vocabulary),
        m_symbols{CharacterSymbols(m_vocabulary, "", ""),
                  CharacterSymbols(m_vocabulary, m_rules.prefix, ""),
                  CharacterSymbols(m_vocabulary, "", m_rules.suffix),
                  CharacterSymbols(m_vocabulary, m_rules.prefix, m_rules.suffix)} {
    for (int byte = 0; byte < 256; ++byte)
      m_bytes[static_cast<std::size_t>(byte)] = m_vocabulary.find(fmt::format("<0x{:02X}>", byte));
  }

  /// "a b" or ["a","b"] each.
  void read_merges(const JsonValue& json) {
    std::uint32_t rank = 0;
    json.for_each_element([&](const JsonValue& element) {
      std::array<std::string, 2> parts;
      if (element.is_array()) {
        if (element.n_elements() != parts.size()) element.fail("is no pair of texts");
        std::size_t i = 0;
        element.for_each_element([&](const JsonValue& part) { parts[i++] = part.text(); });
      } else {
        const std::string text = element.text();
        const std::size_t space = text.find(' ');
        if (rank == 0 && text.starts_with("#version")) return;
        if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos)
          element.fail(
              fmt::format("is \"{}\"; expected two texts with a space between them", text));
        parts = {text.substr(0, space), text.substr(space + 1)};
      }
      add_merge(element, parts[0], parts[1], rank++);
    });
  }

  void add_merge(const JsonValue& json, const std::string& left, const std::string& right,
                 std::uint32_t rank) {
    const auto index_of = [&](const std::string& text) {
      const std::uint32_t index = m_vocabulary.find(text);
      if (index == Vocabulary::k_none) json.fail(fmt::format("\"{}\" is not in model.vocab", text));
      return index;
    };
    const std::uint32_t left_index = index_of(left);
    const std::uint32_t right_index = index_of(right);
    if (left.empty() || right.size() <= m_rules.prefix.size() || !right.starts_with(m_rules.prefix))
      json.fail(fmt::format("\"{}\" and \"{}\" make nothing longer", left, right));
    const std::uint32_t result = index_of(left + right.substr(m_rules.prefix.size()));
    if (!m_merges.add(left_index, right_index, {rank, result}))
      json.fail(fmt::format("merges \"{}\" and \"{}\" a second time", left, right));
    m_joints.add(left_index, right_index);
  }

  [[nodiscard]] std::vector<Symbol> symbols_of(std::u32string_view word) const {
    std::vector<Symbol> symbols;
    symbols.reserve(word.size());
    std::uint32_t unknown_bytes = 0;
    const auto flush_unknown = [&] {
      if (unknown_bytes > 0) symbols.push_back({unknown_index(), unknown_bytes});
      unknown_bytes = 0;
    };
    for (std::size_t i = 0; i < word.size(); ++i) {
      const std::size_t place = (i > 0 ? 1U : 0U) + (i + 1 == word.size() ? 2U : 0U);
      const std::uint32_t index = m_symbols[place].find(word[i]);
      const std::uint32_t n_bytes = utf8_size(word[i]);
      if (index != Vocabulary::k_none) {
        flush_unknown();
        symbols.push_back({index, n_bytes});
        continue;
      }
      // As in the package, a stretch of unknown characters comes after bytes that interrupt it.
      if (m_rules.byte_fallback && append_bytes(word[i], symbols)) continue;
      if (m_rules.unknown.empty()) continue;
      if (!m_rules.fuse_unknown) flush_unknown();
      static_cast<void>(unknown_index());
      unknown_bytes += n_bytes;
    }
    flush_unknown();
    return symbols;
  }

  void merge(std::vector<Symbol>& symbols) const {
    Merger merger(m_merges);
    std::size_t n = 0;
    for (std::size_t begin = 0; begin < symbols.size();) {
      std::size_t end = begin + 1;
      while (end < symbols.size() && m_joints.may_join(symbols[end - 1].index, symbols[end].index))
        ++end;
      const std::size_t left = merger.merge(symbols, begin, end);
      for (std::size_t i = begin; i < left; ++i) symbols[n++] = symbols[i];
      begin = end;
    }
    symbols.resize(n);
  }

  bool append_bytes(char32_t c, std::vector<Symbol>& symbols) const {
    const std::string bytes = to_utf8(std::u32string_view(&c, 1));
    const std::size_t n_before = symbols.size();
    for (const char byte : bytes) {
      const std::uint32_t index = m_bytes[static_cast<unsigned char>(byte)];
      if (index == Vocabulary::k_none) {
        symbols.resize(n_before);
        return false;
      }
      symbols.push_back({index, 1});
    }
    return true;
  }

  [[nodiscard]] std::uint32_t unknown_index() const {
    const std::uint32_t index = m_vocabulary.find(m_rules.unknown);
    if (index == Vocabulary::k_none)
      throw Tokenizer::Error(fmt::format(
          "the text has a character that the vocabulary lacks, and so does it the unknown token "
          "'{}'",
          m_rules.unknown));
    return index;
  }

  /// Bytes of the word → characters: a piece takes each character that it has a byte of. What was
  /// left out of the word counts for nothing, as in the package.
  void append_pieces(std::u32string_view word, const std::vector<Symbol>& symbols,
                     std::vector<Piece>& pieces) const {
    std::size_t character = 0;
    std::size_t character_end = word.empty() ? 0 : utf8_size(word[0]);  // in bytes
    std::size_t at = 0;
    for (const Symbol& symbol : symbols) {
      const Vocabulary::Entry& entry = m_vocabulary[symbol.index];
      while (character_end <= at) character_end += utf8_size(word[++character]);
      const std::size_t begin = character;
      at += symbol.n_bytes;
      while (character_end < at) character_end += utf8_size(word[++character]);
      pieces.push_back({entry.id, &entry.text, begin, character + 1});
    }
  }

  Vocabulary m_vocabulary;
  BpeRules m_rules;
  MergeTable m_merges;
  Joints m_joints;
  std::array<CharacterSymbols, 4> m_symbols;  // by place: 1 not first, 2 last
  std::array<std::uint32_t, 256> m_bytes{};
};

}  // namespace

std::unique_ptr<const TokenModel> read_bpe(const JsonValue& json) {
  return std::make_unique<const Bpe>(json);
}
std::unique_ptr<const TokenModel> make_bpe(BpeParts parts) {
  return std::make_unique<const Bpe>(std::move(parts));
}

}  // namespace baryscope
