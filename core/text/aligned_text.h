/// A text under normalisation, each of its characters remembering where it comes from.
#pragma once

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
  void append(char32_t character, SourceSpan source) {
    characters.push_back(character);
    sources.push_back(source);
  }
};

/// Decodes UTF-8. Throws Tokenizer::Error with the byte and its offset where it is not valid, and
/// for more than 64 MiB.
AlignedText to_aligned_text(std::string_view utf8);

void append_utf8(std::string& utf8, char32_t character);
std::string to_utf8(std::u32string_view characters);

}  // namespace baryscope
