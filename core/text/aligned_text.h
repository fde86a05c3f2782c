/// A text under normalisation, each of its characters remembering where it comes from.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace baryscope {

/// Code points [begin, end) of the source text.
struct SourceSpan {
  int begin = 0, end = 0;
  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

/// `characters` and `sources` have the same length.
struct AlignedText {
  std::u32string characters;
  std::vector<SourceSpan> sources;

  [[nodiscard]] std::size_t size() const { return characters.size(); }
  [[nodiscard]] AlignedText slice(std::size_t begin, std::size_t end) const;
  /// From the first character's beginning to the last one's end; [begin, end) is not empty.
  [[nodiscard]] SourceSpan source(std::size_t begin, std::size_t end) const {
    return {sources[begin].begin, sources[end - 1].end};
  }
  [[nodiscard]] std::u32string_view view(std::size_t begin, std::size_t end) const {
    return std::u32string_view(characters).substr(begin, end - begin);
  }
  void append(char32_t character, SourceSpan source) {
    characters.push_back(character);
    sources.push_back(source);
  }
  void append(const AlignedText& other, std::size_t begin, std::size_t end);
  void reserve(std::size_t n) {
    characters.reserve(n);
    sources.reserve(n);
  }
};

/// What a tokenizer's rules make of a text: at most this many characters of each, and as many
/// beside, or a file of a few lines would fill the memory. No tokenizer in use comes near.
inline constexpr std::size_t most_growth = 64, most_growth_beside = std::size_t{64} << 10;
/// Throws Tokenizer::Error where `text` has more than that of its source.
void check_growth(const AlignedText& text);

/// A text written anew in step with the one that it comes from, as the package `tokenizers` counts:
/// a character either takes the place of the next one, or is one more and then comes from where the
/// last one that was passed came from.
class Rewriting {
 public:
  explicit Rewriting(const AlignedText& text) : m_text(text) { m_result.reserve(text.size()); }

  /// In place of the next character and of `n_more` behind it.
  void replace(char32_t character, std::size_t n_more = 0);
  /// Throws Tokenizer::Error as check_growth() does.
  void insert(char32_t character);
  /// Leaves the next `n` characters out.
  void skip(std::size_t n) { m_next += n; }
  /// `change`: 1 inserts, 0 replaces, −n replaces and leaves n out.
  void put(char32_t character, int change);
  AlignedText take() { return std::move(m_result); }

 private:
  const AlignedText& m_text;
  AlignedText m_result;
  std::size_t m_next = 0;
};

/// Without the characters that `is_left_out`; a blank for each that `is_space`.
template <typename IsLeftOut, typename IsSpace>
AlignedText with_plain_spaces(const AlignedText& text, IsLeftOut is_left_out, IsSpace is_space) {
  Rewriting rewriting(text);
  for (const char32_t c : text.characters) {
    if (is_left_out(c))
      rewriting.skip(1);
    else
      rewriting.replace(is_space(c) ? U' ' : c);
  }
  return rewriting.take();
}

/// Decodes UTF-8. Throws Tokenizer::Error with the byte and its offset where it is not valid, and
/// for more than 64 MiB.
AlignedText to_aligned_text(std::string_view utf8);

void append_utf8(std::string& utf8, char32_t character);
std::string to_utf8(std::u32string_view characters);

}  // namespace baryscope
