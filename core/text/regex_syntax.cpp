#include "core/text/regex_syntax.h"

#include <optional>
#include <vector>

#include "core/text/regex_character_class.h"
#include "core/text/regex_classes.h"
#include "core/text/regex_reader.h"

namespace baryscope {
namespace {

using View = std::u32string_view;
using Text = std::u32string;

constexpr std::size_t k_max_group_depth = 200;

class Translator {
 public:
  Translator(View expression, const std::string& place) : m_in(expression, place) {}

  Text translated() {
    while (!m_in.at_end()) translate_next();
    if (!m_groups.empty()) m_in.fail("a group is not closed");
    close_options();
    return m_out;
  }

 private:
  struct Group {
    std::size_t begin = 0;
    std::size_t n_open_options = 0;
  };

  void put_atom(const Text& text) {
    m_atom = m_out.size();
    m_out += text;
  }

  void translate_next() {
    switch (const char32_t c = m_in.take()) {
      case U'\\':
        return put_atom(escape());
      case U'[':
        return put_atom(read_character_class(m_in));
      case U'(':
        return open_group();
      case U')':
        return close_group();
      case U'|':
        m_atom.reset();
        m_out += c;
        return;
      case U'*':
      case U'+':
      case U'?':
        m_out += c;
        return;
      case U'{':
        if (!read_interval()) put_atom(U"\\{");
        return;
      default:
        return put_atom(Text(1, c));
    }
  }

  void open_group() {
    if (m_groups.size() >= k_max_group_depth) m_in.fail("groups are nested too deep");
    if (m_in.looks_at(U"?#")) {
      while (m_in.take() != U')') {
      }
      return;
    }
    const std::size_t begin = m_out.size();
    if (m_in.peek() == U'?') {
      const auto head = group_head();
      if (!head) return;
      m_out += *head;
    } else {
      m_out += U'(';
      ++m_n_captures;
    }
    m_groups.push_back({begin, m_n_open_options});
    m_n_open_options = 0;
    m_atom.reset();
  }

  /// "(?:" and the like; nothing where it was options for the rest of the group.
  std::optional<Text> group_head() {
    constexpr View heads[] = {U"?:", U"?=", U"?!", U"?>", U"?<=", U"?<!"};
    for (const View head : heads) {
      if (!m_in.looks_at(head)) continue;
      m_in.move_to(m_in.at() + head.size());
      return U"(" + Text(head);
    }
    if (!m_in.looks_at(U"?<")) return option_group();
    Text name = U"(";
    do {
      name += m_in.take();
    } while (name.back() != U'>');
    ++m_n_captures;
    return name;
  }

  /// (?i-m:…), or (?i) for what follows in the group with all its alternatives. What is m for
  /// Oniguruma is s for PCRE2.
  std::optional<Text> option_group() {
    const std::size_t begin = m_in.at() - 1;
    m_in.take();
    Text head = U"(?";
    for (;;) {
      switch (const char32_t c = m_in.take()) {
        case U'i':
        case U'-':
          head += c;
          break;
        case U'm':
          head += U's';
          break;
        case U':':
          return head + U":";
        case U')':
          m_out += head + U":";
          ++m_n_open_options;
          m_atom.reset();
          return std::nullopt;
        default:
          m_in.fail_unsupported(m_in.since(begin));
      }
    }
  }

  void close_options() { m_out.append(m_n_open_options, U')'); }

  void close_group() {
    if (m_groups.empty()) m_in.fail("a ')' closes no group");
    close_options();
    m_out += U')';
    m_n_open_options = m_groups.back().n_open_options;
    m_atom = m_groups.back().begin;
    m_groups.pop_back();
  }

  /// After '{': {n}, {n,}, {n,m}, {,m}; anything else is literal. {…}+ repeats what is repeated,
  /// and {n}? makes it optional.
  bool read_interval() {
    const std::size_t begin = m_in.at();
    const auto number = [&] {
      Text digits;
      while (m_in.peek() >= U'0' && m_in.peek() <= U'9') digits += m_in.take();
      return digits;
    };
    const Text least = number();
    const bool comma = m_in.peek() == U',';
    if (comma) m_in.take();
    const Text most = comma ? number() : Text();
    if (m_in.peek() != U'}' || (least.empty() && most.empty())) {
      m_in.move_to(begin);
      return false;
    }
    if (!m_atom) m_in.fail("a repetition has nothing to repeat");
    m_in.take();
    m_out += U"{" + (least.empty() ? U"0" : least) + (comma ? U"," : U"") + most + U"}";
    if (m_in.peek() == U'+' || (!comma && m_in.peek() == U'?')) {
      m_out.insert(*m_atom, U"(?:");
      m_out += U")" + Text(1, m_in.take());
    }
    return true;
  }

  Text escape() {
    const std::size_t begin = m_in.at() - 1;
    if (const auto item = m_in.find_set(k_word_class))
      return item->complement ? outside_of(item->set) : inside_of(item->set);
    const char32_t c = m_in.take();
    switch (c) {
      case U'A':
      case U'z':
      case U'Z':
      case U'G':
        return {U'\\', c};
      case U'b':
        return word_boundary(true);
      case U'B':
        return word_boundary(false);
      case U'R':
        return U"(?>\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])";
      case U'N':
        return U"[^\\n]";
      case U'O':
        return U"(?s:.)";
      default:
        break;
    }
    if (c >= U'1' && c <= U'9')
      if (const auto group = back_reference(c)) return *group;
    return code_point_text(m_in.escaped_character(c, begin));
  }

  /// \\1 to \\9 and the numbers of groups that there are; others are octal.
  std::optional<Text> back_reference(char32_t first) {
    const std::size_t begin = m_in.at();
    Text digits(1, first);
    std::size_t number = first - U'0';
    constexpr std::size_t largest = 1000;
    while (m_in.peek() >= U'0' && m_in.peek() <= U'9' && number < largest) {
      number = number * 10 + (m_in.peek() - U'0');
      digits += m_in.take();
    }
    if (digits.size() == 1 || number <= m_n_captures) return U"\\g{" + digits + U"}";
    m_in.move_to(begin);
    return std::nullopt;
  }

  static Text word_boundary(bool boundary) {
    const Text word = inside_of(k_word_class);
    const Text with = U"(?=" + word + U")", without = U"(?!" + word + U")";
    return U"(?:(?<=" + word + U")" + (boundary ? without : with) + U"|(?<!" + word + U")" +
           (boundary ? with : without) + U")";
  }

  RegexReader m_in;
  Text m_out;
  std::optional<std::size_t> m_atom;  // where in m_out the thing begins that a '{' would repeat
  std::vector<Group> m_groups;
  std::size_t m_n_captures = 0;
  std::size_t m_n_open_options = 0;  // of the innermost group, to be closed with it
};

}  // namespace

std::u32string to_pcre2(std::u32string_view expression, const std::string& place) {
  return Translator(expression, place).translated();
}

}  // namespace baryscope
