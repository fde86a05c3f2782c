#include "core/text/regex_classes.h"

#include <algorithm>
#include <iterator>

namespace baryscope {
namespace {

struct NamedClass {
  std::u32string_view name, inside;
};

/// In brackets and as properties alike.
constexpr NamedClass k_common[] = {
    {U"alnum", U"\\p{Alphabetic}\\p{Nd}"},
    {U"alpha", U"\\p{Alphabetic}"},
    {U"ascii", U"\\x00-\\x7f"},
    {U"blank", U"\\x09\\p{Zs}"},
    {U"cntrl", U"\\p{Cc}"},
    {U"digit", U"\\p{Nd}"},
    {U"lower", U"\\p{Lowercase}"},
    {U"space", k_space_class},
    {U"upper", U"\\p{Uppercase}"},
    {U"xdigit", k_hexadecimal_class},
};

constexpr NamedClass k_posix[] = {
    {U"punct", U"\\p{P}\\p{S}"},
    {U"word", k_bracketed_word_class},
};

constexpr NamedClass k_properties[] = {
    {U"whitespace", k_space_class},
    {U"word", k_word_class},
    {U"letter", U"\\p{L}"},
    {U"casedletter", U"\\p{L&}"},
    {U"lc", U"\\p{L&}"},
    {U"uppercaseletter", U"\\p{Lu}"},
    {U"lowercaseletter", U"\\p{Ll}"},
    {U"titlecaseletter", U"\\p{Lt}"},
    {U"modifierletter", U"\\p{Lm}"},
    {U"otherletter", U"\\p{Lo}"},
    {U"mark", U"\\p{M}"},
    {U"combiningmark", U"\\p{M}"},
    {U"nonspacingmark", U"\\p{Mn}"},
    {U"spacingmark", U"\\p{Mc}"},
    {U"enclosingmark", U"\\p{Me}"},
    {U"number", U"\\p{N}"},
    {U"decimalnumber", U"\\p{Nd}"},
    {U"letternumber", U"\\p{Nl}"},
    {U"othernumber", U"\\p{No}"},
    {U"punctuation", U"\\p{P}"},
    {U"connectorpunctuation", U"\\p{Pc}"},
    {U"dashpunctuation", U"\\p{Pd}"},
    {U"openpunctuation", U"\\p{Ps}"},
    {U"closepunctuation", U"\\p{Pe}"},
    {U"initialpunctuation", U"\\p{Pi}"},
    {U"finalpunctuation", U"\\p{Pf}"},
    {U"otherpunctuation", U"\\p{Po}"},
    {U"symbol", U"\\p{S}"},
    {U"mathsymbol", U"\\p{Sm}"},
    {U"currencysymbol", U"\\p{Sc}"},
    {U"modifiersymbol", U"\\p{Sk}"},
    {U"othersymbol", U"\\p{So}"},
    {U"separator", U"\\p{Z}"},
    {U"spaceseparator", U"\\p{Zs}"},
    {U"lineseparator", U"\\p{Zl}"},
    {U"paragraphseparator", U"\\p{Zp}"},
    {U"other", U"\\p{C}"},
    {U"control", U"\\p{Cc}"},
    {U"format", U"\\p{Cf}"},
    {U"unassigned", U"\\p{Cn}"},
    {U"privateuse", U"\\p{Co}"},
};

template <std::size_t N>
std::optional<std::u32string_view> find_class(const NamedClass (&rows)[N],
                                              std::u32string_view name) {
  const auto* row = std::find_if(std::begin(rows), std::end(rows),
                                 [&](const NamedClass& each) { return each.name == name; });
  if (row == std::end(rows)) return std::nullopt;
  return row->inside;
}

template <std::size_t N>
std::optional<std::u32string_view> find_in_both(const NamedClass (&rows)[N],
                                                std::u32string_view name) {
  const auto common = find_class(k_common, name);
  return common ? common : find_class(rows, name);
}

}  // namespace

std::optional<std::u32string_view> find_posix_class(std::u32string_view name) {
  return find_in_both(k_posix, name);
}
std::optional<std::u32string_view> find_property_class(std::u32string_view name) {
  return find_in_both(k_properties, name);
}

}  // namespace baryscope
