/// Reads an expression in Oniguruma's syntax: characters, escapes and properties, with errors that
/// say where.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// One member of a class: a code point or a set, or what a set leaves out.
struct RegexItem {
  std::optional<char32_t> character;
  std::u32string set;  ///< as the inside of a class of PCRE2
  bool complement = false;
};

/// "[set]" and "[^set]".
std::u32string inside_of(std::u32string_view set);
std::u32string outside_of(std::u32string_view set);
/// "\x{2028}"
std::u32string code_point_text(char32_t c);

class RegexReader {
 public:
  /// `place` begins complaints; both have to outlive the reader.
  RegexReader(std::u32string_view expression, const std::string& place)
      : m_in(expression), m_place(place) {}

  [[nodiscard]] bool at_end() const { return m_at >= m_in.size(); }
  [[nodiscard]] std::size_t at() const { return m_at; }
  void move_to(std::size_t at) { m_at = at; }
  /// The character `ahead` of the next one, or 0.
  [[nodiscard]] char32_t peek(std::size_t ahead = 0) const {
    return m_at + ahead < m_in.size() ? m_in[m_at + ahead] : U'\0';
  }
  [[nodiscard]] bool looks_at(std::u32string_view text) const {
    return m_in.substr(m_at).starts_with(text);
  }
  char32_t take();
  /// From `begin` to the next character.
  [[nodiscard]] std::u32string_view since(std::size_t begin) const {
    return m_in.substr(begin, m_at - begin);
  }
  [[nodiscard]] std::u32string_view rest() const { return m_in.substr(m_at); }

  /// The character that a backslash and `c`, which began at `begin`, stand for.
  char32_t escaped_character(char32_t c, std::size_t begin);
  /// {name} or {^name} after \p or, as a complement, \P.
  RegexItem property(bool complement);
  /// The set of \s \w \h \d \p or their complement after a backslash, \w being this class;
  /// nothing else is taken.
  std::optional<RegexItem> find_set(std::u32string_view word_class);

  [[noreturn]] void fail(const std::string& what) const;
  [[noreturn]] void fail_unsupported(std::u32string_view what) const;

 private:
  char32_t hexadecimal_number(int least, int most);
  char32_t braced_number();
  char32_t octal_number(char32_t first);

  std::u32string_view m_in;
  const std::string& m_place;
  std::size_t m_at = 0;
};

}  // namespace baryscope
