#include "core/text/bert_normalizer.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

/// ICU's NFD restricted to Unicode 12.1, the version of the package's decompositions.
class Decomposition {
 public:
  Decomposition() {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfd = icu::Normalizer2::getNFDInstance(status);
    m_known = icu::UnicodeSet(UNICODE_STRING_SIMPLE("[:age=12.1:]"), status);
    BARYSCOPE_CHECK(U_SUCCESS(status) != 0);
    m_known.freeze();
    m_nfd.emplace(*nfd, m_known);
  }

  [[nodiscard]] int combining_class(char32_t c) const {
    return m_nfd->getCombiningClass(static_cast<UChar32>(c));
  }
  /// False: the character is its own decomposition.
  bool decompose(char32_t c, icu::UnicodeString& decomposed) const {
    return m_nfd->getDecomposition(static_cast<UChar32>(c), decomposed) != 0;
  }

 private:
  icu::UnicodeSet m_known;
  std::optional<icu::FilteredNormalizer2> m_nfd;
};

const Decomposition& decomposition() {
  static const Decomposition instance;
  return instance;
}

bool is_chinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
         (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

AlignedText cleaned(const AlignedText& text) {
  AlignedText result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text.characters[i];
    if (is_removed(c)) continue;
    // U+000B, U+000C and U+0085 are white space too, but have been removed as control characters.
    result.append(is_whitespace(c) ? U' ' : c, text.sources[i]);
  }
  return result;
}

AlignedText with_spaced_ideographs(const AlignedText& text) {
  AlignedText result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool chinese = is_chinese(text.characters[i]);
    if (chinese) result.append(U' ', text.sources[i]);
    result.append(text.characters[i], text.sources[i]);
    if (chinese) result.append(U' ', text.sources[i]);
  }
  return result;
}

/// Canonical decomposition with the package's alignment: the first character of a decomposition
/// takes the next source in order, the others that of the character before, also where the
/// reordering of marks has moved them.
AlignedText decomposed(const AlignedText& text) {
  struct Character {
    char32_t c;
    int combining_class;
    bool inserted;
  };
  std::vector<Character> characters;
  characters.reserve(text.size());
  std::size_t segment = 0;  // where the marks after the last starter begin
  const auto sort_marks = [&] {
    std::stable_sort(characters.begin() + static_cast<std::ptrdiff_t>(segment), characters.end(),
                     [](const Character& a, const Character& b) {
                       return a.combining_class < b.combining_class;
                     });
  };
  const auto append = [&](char32_t c, bool inserted) {
    const int combining_class = c < 0x300 ? 0 : decomposition().combining_class(c);
    if (combining_class == 0) {
      sort_marks();
      characters.push_back({c, 0, inserted});
      segment = characters.size();
    } else {
      characters.push_back({c, combining_class, inserted});
    }
  };
  icu::UnicodeString parts;
  for (const char32_t c : text.characters) {
    if (c < 0xC0 || !decomposition().decompose(c, parts)) {
      append(c, false);
      continue;
    }
    for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1))
      append(static_cast<char32_t>(parts.char32At(at)), at > 0);
  }
  sort_marks();

  AlignedText result;
  std::size_t next_source = 0;
  for (const Character& character : characters) {
    if (!character.inserted) ++next_source;
    result.append(character.c, text.sources[next_source - 1]);
  }
  return result;
}

AlignedText without_marks(const AlignedText& text) {
  AlignedText result;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!is_nonspacing_mark(text.characters[i])) result.append(text.characters[i], text.sources[i]);
  return result;
}

/// Simple lowercase of Unicode 17: ICU's up to 15.0, and what came since.
char32_t lowercase(char32_t c) {
  if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
  switch (c) {
    case 0x1C89:
      return 0x1C8A;
    case 0xA7CB:
      return 0x264;
    case 0xA7CC:
      return 0xA7CD;
    case 0xA7CE:
      return 0xA7CF;
    case 0xA7D2:
      return 0xA7D3;
    case 0xA7D4:
      return 0xA7D5;
    case 0xA7DA:
      return 0xA7DB;
    case 0xA7DC:
      return 0x19B;
    default:
      break;
  }
  if (c >= 0x10D50 && c <= 0x10D65) return c + 0x20;
  if (c >= 0x16EA0 && c <= 0x16EB8) return c + 0x1B;
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  return age[0] > 15 ? c : static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
}

AlignedText lowercased(const AlignedText& text) {
  AlignedText result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text.characters[i];
    // The one context-free mapping to two characters.
    result.append(c == 0x130 ? U'i' : lowercase(c), text.sources[i]);
    if (c == 0x130) result.append(0x307, text.sources[i]);
  }
  return result;
}

}  // namespace

AlignedText BertNormalizer::normalized(const AlignedText& text) const {
  AlignedText result = clean_text ? cleaned(text) : text;
  if (handle_chinese_chars) result = with_spaced_ideographs(result);
  if (strip_accents) result = without_marks(decomposed(result));
  if (lowercase) result = lowercased(result);
  return result;
}

BertNormalizer read_bert_normalizer(const JsonValue& json) {
  BertNormalizer normalizer;
  normalizer.clean_text = json.at("clean_text").boolean();
  normalizer.handle_chinese_chars = json.at("handle_chinese_chars").boolean();
  normalizer.lowercase = json.at("lowercase").boolean();
  const auto strip_accents = json.find("strip_accents");
  normalizer.strip_accents =
      strip_accents && !strip_accents->is_null() ? strip_accents->boolean() : normalizer.lowercase;
  return normalizer;
}

}  // namespace baryscope
