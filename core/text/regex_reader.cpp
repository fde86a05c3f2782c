#include "core/text/regex_reader.h"

#include <fmt/format.h>

#include <cstdint>

#include "core/base/shown_name.h"
#include "core/text/aligned_text.h"
#include "core/text/regex_classes.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

int hexadecimal_value(char32_t c) {
  if (is_digit(c)) return static_cast<int>(c - U'0');
  if (c >= U'a' && c <= U'f') return static_cast<int>(c - U'a') + 10;
  if (c >= U'A' && c <= U'F') return static_cast<int>(c - U'A') + 10;
  return -1;
}

}  // namespace

std::u32string inside_of(std::u32string_view set) { return U"[" + std::u32string(set) + U"]"; }
std::u32string outside_of(std::u32string_view set) { return U"[^" + std::u32string(set) + U"]"; }

std::u32string code_point_text(char32_t c) {
  std::u32string text = U"\\x{";
  for (const char digit : fmt::format("{:x}", static_cast<std::uint32_t>(c)))
    text += static_cast<char32_t>(digit);
  return text + U"}";
}

char32_t RegexReader::take() {
  if (at_end()) fail("it ends too early");
  return m_in[m_at++];
}

void RegexReader::fail(const std::string& what) const {
  throw Tokenizer::Error(fmt::format("{}: the expression '{}' cannot be read: {}, at character {}",
                                     m_place, shown_name(to_utf8(m_in)), what, m_at));
}
void RegexReader::fail_unsupported(std::u32string_view what) const {
  fail(fmt::format("'{}' is not supported", to_utf8(what)));
}

char32_t RegexReader::escaped_character(char32_t c, std::size_t begin) {
  switch (c) {
    case U't':
      return U'\t';
    case U'n':
      return U'\n';
    case U'r':
      return U'\r';
    case U'f':
      return U'\f';
    case U'v':
      return U'\v';
    case U'a':
      return U'\a';
    case U'e':
      return 0x1B;
    case U'x':
      return peek() == U'{' ? braced_number() : hexadecimal_number(1, 2);
    case U'u':
      return hexadecimal_number(4, 4);
    case U'0':
    case U'1':
    case U'2':
    case U'3':
    case U'4':
    case U'5':
    case U'6':
    case U'7':
      return octal_number(c);
    default:
      if (is_letter(c) || is_digit(c)) fail_unsupported(since(begin));
      return c;
  }
}

char32_t RegexReader::hexadecimal_number(int least, int most) {
  std::uint32_t value = 0;
  int n = 0;
  for (; n < most && hexadecimal_value(peek()) >= 0; ++n)
    value = value * 16 + static_cast<std::uint32_t>(hexadecimal_value(take()));
  if (n < least) fail("a hexadecimal number is too short");
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
    fail("no character has this number");
  return static_cast<char32_t>(value);
}
char32_t RegexReader::braced_number() {
  take();
  const char32_t value = hexadecimal_number(1, 8);
  if (take() != U'}') fail("a '}' is missing");
  return value;
}
char32_t RegexReader::octal_number(char32_t first) {
  auto value = static_cast<std::uint32_t>(first - U'0');
  for (int n = 0; n < 2 && peek() >= U'0' && peek() <= U'7'; ++n)
    value = value * 8 + static_cast<std::uint32_t>(take() - U'0');
  return static_cast<char32_t>(value);
}

// Names that PCRE2 does not know either are its error.
RegexItem RegexReader::property(bool complement) {
  if (peek() != U'{') fail("\\p needs a name in braces");
  take();
  if (peek() == U'^') {
    take();
    complement = !complement;
  }
  std::u32string name, plain;
  for (char32_t c = take(); c != U'}'; c = take()) {
    name += c;
    if (c == U' ' || c == U'-' || c == U'_') continue;
    plain += c >= U'A' && c <= U'Z' ? c + 32 : c;
  }
  const auto known = find_property_class(plain);
  return {std::nullopt, known ? std::u32string(*known) : U"\\p{" + name + U"}", complement};
}

std::optional<RegexItem> RegexReader::find_set(std::u32string_view word_class) {
  const char32_t c = peek();
  const auto taken = [&](std::u32string_view set, char32_t complement) {
    take();
    return RegexItem{std::nullopt, std::u32string(set), c == complement};
  };
  switch (c) {
    case U's':
    case U'S':
      return taken(k_space_class, U'S');
    case U'w':
    case U'W':
      return taken(word_class, U'W');
    case U'h':
    case U'H':
      return taken(k_hexadecimal_class, U'H');
    case U'd':
    case U'D':
      return taken(U"\\p{Nd}", U'D');
    case U'p':
    case U'P':
      take();
      return property(c == U'P');
    default:
      return std::nullopt;
  }
}

}  // namespace baryscope
