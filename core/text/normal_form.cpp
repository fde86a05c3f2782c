#include "core/text/normal_form.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>

#include <algorithm>
#include <cstdint>
#include <optional>

#include "core/base/error.h"

namespace baryscope {
namespace {

/// ICU's mappings restricted to Unicode 12.1.
class Mappings {
 public:
  Mappings() {
    UErrorCode status = U_ZERO_ERROR;
    m_known = icu::UnicodeSet(UNICODE_STRING_SIMPLE("[:age=12.1:]"), status);
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    BARYSCOPE_CHECK(U_SUCCESS(status) != 0);
    m_known.freeze();
    m_canonical.emplace(*nfc, m_known);
    m_compatible.emplace(*nfkc, m_known);
  }

  [[nodiscard]] int combining_class(char32_t c) const {
    constexpr char32_t first_mark = 0x300;
    return c < first_mark ? 0 : m_canonical->getCombiningClass(static_cast<UChar32>(c));
  }
  /// False: the character is its own decomposition.
  bool decompose(char32_t c, bool compatible, icu::UnicodeString& parts) const {
    if (c < 0xA0) return false;
    const auto& mapping = compatible ? *m_compatible : *m_canonical;
    return mapping.getDecomposition(static_cast<UChar32>(c), parts) != 0;
  }
  /// The character that both make, if there is one.
  [[nodiscard]] std::optional<char32_t> compose(char32_t first, char32_t second) const {
    constexpr char32_t first_second = 0x300;
    if (second < first_second) return std::nullopt;
    const UChar32 c =
        m_canonical->composePair(static_cast<UChar32>(first), static_cast<UChar32>(second));
    if (c < 0) return std::nullopt;
    return static_cast<char32_t>(c);
  }

 private:
  icu::UnicodeSet m_known;
  std::optional<icu::FilteredNormalizer2> m_canonical, m_compatible;
};

const Mappings& mappings() {
  static const Mappings instance;
  return instance;
}

/// `change` as Rewriting::put takes it.
struct Character {
  char32_t c;
  int combining_class;
  int change;
};
using Characters = std::vector<Character>;

/// Decomposed, the marks behind every starter in the order of their classes.
Characters decomposed(std::u32string_view text, bool compatible) {
  Characters characters;
  characters.reserve(text.size());
  std::size_t n_sorted = 0;
  const auto sort_marks = [&] {
    std::stable_sort(characters.begin() + static_cast<std::ptrdiff_t>(n_sorted), characters.end(),
                     [](const Character& a, const Character& b) {
                       return a.combining_class < b.combining_class;
                     });
  };
  const auto append = [&](char32_t c, int change) {
    const int combining_class = mappings().combining_class(c);
    if (combining_class == 0 && n_sorted < characters.size()) sort_marks();
    characters.push_back({c, combining_class, change});
    if (combining_class == 0) n_sorted = characters.size();
  };
  icu::UnicodeString parts;
  for (const char32_t c : text) {
    if (!mappings().decompose(c, compatible, parts)) {
      append(c, 0);
      continue;
    }
    for (std::int32_t at = 0; at < parts.length(); at = parts.moveIndex32(at, 1))
      append(static_cast<char32_t>(parts.char32At(at)), at > 0 ? 1 : 0);
  }
  sort_marks();
  return characters;
}

/// Marks and starters join the last starter where nothing of their class or a higher one blocks
/// them. What is left moves up in place.
void compose(Characters& characters) {
  constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t starter = none;
  std::size_t n = 0;
  int last_class = 0;  // of what stands between the starter and the next character; 0: nothing
  for (const Character& next : characters) {
    const bool blocked = last_class != 0 && last_class >= next.combining_class;
    if (starter != none && !blocked) {
      if (const auto joined = mappings().compose(characters[starter].c, next.c)) {
        characters[starter].c = *joined;
        characters[starter].change += next.change - 1;
        continue;
      }
    }
    const Character kept = next;
    if (kept.combining_class == 0) {
      starter = n;
      last_class = 0;
    } else if (starter != none) {
      last_class = kept.combining_class;
    }
    characters[n++] = kept;
  }
  characters.resize(n, {});
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

}  // namespace

AlignedText normalized(const AlignedText& text, NormalForm form) {
  constexpr char32_t first_that_changes = 0xA0;
  if (std::ranges::all_of(text.characters, [](char32_t c) { return c < first_that_changes; }))
    return text;
  Characters characters =
      decomposed(text.characters, form == NormalForm::nfkd || form == NormalForm::nfkc);
  if (form == NormalForm::nfc || form == NormalForm::nfkc) compose(characters);
  Rewriting rewriting(text);
  for (const Character& character : characters) rewriting.put(character.c, character.change);
  return rewriting.take();
}

AlignedText lowercased(const AlignedText& text) {
  Rewriting rewriting(text);
  for (const char32_t c : text.characters) {
    constexpr char32_t dotted_capital_i = 0x130, dot_above = 0x307;
    rewriting.replace(c == dotted_capital_i ? U'i' : lowercase(c));
    if (c == dotted_capital_i) rewriting.insert(dot_above);
  }
  return rewriting.take();
}

}  // namespace baryscope
