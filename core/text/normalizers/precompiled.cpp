#include "core/text/normalizers/precompiled.h"

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text/base64.h"
#include "core/text/grapheme.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

/// Units of the double array as darts-clone lays them out: bits 0 to 7 the label (bit 31 marks a
/// value), bit 8 "a value hangs here", bits 10 to 30 the offset, shifted by 8 where bit 9 is set.
class DoubleArray {
 public:
  explicit DoubleArray(std::vector<std::uint32_t> units) : m_units(std::move(units)) {}

  /// The place of the children of the unit at `at`, before a label is mixed in.
  [[nodiscard]] std::size_t base(std::size_t at) const {
    const std::uint32_t unit = m_units[at];
    return at ^ (std::size_t{unit >> 10} << ((unit & 0x200) >> 6));
  }
  [[nodiscard]] std::optional<std::size_t> find_child(std::size_t base, std::uint8_t label) const {
    const std::size_t at = base ^ label;
    if (at >= m_units.size() || (m_units[at] & 0x800000FF) != label) return std::nullopt;
    return at;
  }
  [[nodiscard]] bool has_value(std::size_t at) const { return (m_units[at] & 0x100) != 0; }
  /// Of a unit that has one; nothing where its place is outside.
  [[nodiscard]] std::optional<std::size_t> find_value(std::size_t at) const {
    const std::size_t place = base(at);
    if (place >= m_units.size()) return std::nullopt;
    return m_units[place] & 0x7FFFFFFF;
  }
  [[nodiscard]] std::size_t size() const { return m_units.size(); }

 private:
  std::vector<std::uint32_t> m_units;
};

std::uint32_t read_u32(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;) value = (value << 8) | static_cast<std::uint8_t>(bytes[i]);
  return value;
}

class Precompiled : public Normalizer {
 public:
  explicit Precompiled(const JsonValue& json) : m_trie({}) {
    const JsonValue charsmap = json.at("precompiled_charsmap");
    const auto bytes = from_base64(charsmap.text());
    if (!bytes) charsmap.fail("is no base64");
    constexpr std::size_t unit_bytes = 4;
    const std::string_view rest = *bytes;
    const std::size_t trie_bytes = rest.size() < unit_bytes ? 0 : read_u32(rest);
    if (trie_bytes < unit_bytes || trie_bytes > rest.size() - unit_bytes)
      charsmap.fail(
          fmt::format("is cut off: it has {} bytes, and a trie of {}", rest.size(), trie_bytes));
    std::vector<std::uint32_t> units;
    units.reserve(trie_bytes / unit_bytes);
    for (std::size_t i = 0; i < trie_bytes / unit_bytes; ++i)
      units.push_back(read_u32(rest.substr(unit_bytes * (1 + i))));
    m_trie = DoubleArray(std::move(units));
    m_texts = rest.substr(unit_bytes * (1 + trie_bytes / unit_bytes));
    check(charsmap);
  }

  void normalize(AlignedText& text) const override {
    Changes changes;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = grapheme_end(text.characters, begin);
      // As the package does it: a cluster whole only where it has less than six bytes.
      constexpr std::size_t longest_cluster = 5;
      const std::string bytes = to_utf8(text.view(begin, end));
      const bool whole =
          bytes.size() <= longest_cluster && changes.try_replace(find(bytes), end - begin);
      for (std::size_t i = begin; !whole && i < end; ++i)
        if (!changes.try_replace(find(to_utf8(text.view(i, i + 1))), 1))
          changes.keep(text.characters[i]);
      begin = end;
    }
    if (changes.any()) text = changes.applied(text);
  }

 private:
  /// What is written, counted as the package counts it: a text that is shorter than what it
  /// replaces is put on the account of the last character before.
  class Changes {
   public:
    void keep(char32_t c) { m_characters.push_back({c, 0}); }
    bool try_replace(const std::optional<std::string_view>& replacement, std::size_t n_replaced) {
      if (!replacement) return false;
      m_any = true;
      const std::u32string characters = to_aligned_text(*replacement).characters;
      for (std::size_t i = 0; i < characters.size(); ++i)
        m_characters.push_back({characters[i], i < n_replaced ? 0 : 1});
      if (characters.size() < n_replaced && !m_characters.empty())
        m_characters.back().change -= static_cast<int>(n_replaced - characters.size());
      return true;
    }
    [[nodiscard]] bool any() const { return m_any; }
    [[nodiscard]] AlignedText applied(const AlignedText& text) const {
      Rewriting rewriting(text);
      for (const Change& change : m_characters) rewriting.put(change.character, change.change);
      return rewriting.take();
    }

   private:
    struct Change {
      char32_t character;
      int change;
    };
    std::vector<Change> m_characters;
    bool m_any = false;
  };

  /// The text of the shortest beginning of `bytes` that has one.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view bytes) const {
    std::size_t at = 0;
    for (const char byte : bytes) {
      const auto child = m_trie.find_child(m_trie.base(at), static_cast<std::uint8_t>(byte));
      if (byte == 0 || !child) return std::nullopt;
      at = *child;
      if (!m_trie.has_value(at)) continue;
      const std::string_view rest = std::string_view(m_texts).substr(*m_trie.find_value(at));
      return rest.substr(0, rest.find('\0'));
    }
    return std::nullopt;
  }

  /// Walks the whole trie: every value has to be the beginning of a text of UTF-8.
  void check(const JsonValue& json) const {
    std::vector<bool> seen(m_trie.size());
    std::vector<std::size_t> waiting{0};
    while (!waiting.empty()) {
      const std::size_t at = waiting.back();
      waiting.pop_back();
      if (seen[at]) continue;
      seen[at] = true;
      if (at != 0 && m_trie.has_value(at)) check_value(json, m_trie.find_value(at));
      const std::size_t base = m_trie.base(at);
      for (int label = 1; label < 256; ++label)
        if (const auto child = m_trie.find_child(base, static_cast<std::uint8_t>(label)))
          waiting.push_back(*child);
    }
    static_cast<void>(to_checked_text(json, m_texts));
  }

  void check_value(const JsonValue& json, const std::optional<std::size_t>& place) const {
    if (!place || *place > m_texts.size())
      json.fail(
          fmt::format("has a trie that points outside of its {} bytes of texts", m_texts.size()));
    const bool within_character =
        *place < m_texts.size() && (static_cast<unsigned char>(m_texts[*place]) & 0xC0) == 0x80;
    if (within_character)
      json.fail(
          fmt::format("has a trie that points into the middle of a character, at byte {} of "
                      "its texts",
                      *place));
  }

  static std::u32string to_checked_text(const JsonValue& json, std::string_view texts) {
    try {
      return to_aligned_text(texts).characters;
    } catch (const Tokenizer::Error& error) {
      json.fail(error.what());
    }
  }

  DoubleArray m_trie;
  std::string m_texts;  // each ends with 0
};

}  // namespace

std::unique_ptr<const Normalizer> read_precompiled(const JsonValue& json) {
  return std::make_unique<const Precompiled>(json);
}

}  // namespace baryscope
