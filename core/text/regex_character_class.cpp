#include "core/text/regex_character_class.h"

#include <vector>

#include "core/text/regex_classes.h"

namespace baryscope {
namespace {

constexpr std::size_t k_max_class_depth = 200;

/// What stands in a class, and what does not stand in others.
struct ClassUnion {
  std::u32string inside;
  std::vector<std::u32string> complements;

  void add(const RegexItem& item) {
    if (item.complement)
      complements.push_back(item.set);
    else
      inside += item.set;
  }
  void add(const ClassUnion& other) {
    inside += other.inside;
    complements.insert(complements.end(), other.complements.begin(), other.complements.end());
  }
  [[nodiscard]] std::u32string expression() const {
    if (complements.empty()) return inside_of(inside);
    std::u32string text = U"(?:";
    if (!inside.empty()) text += inside_of(inside) + U"|";
    for (std::size_t i = 0; i < complements.size(); ++i)
      text += (i > 0 ? U"|" : U"") + outside_of(complements[i]);
    return text + U")";
  }
};

/// Unions of which a character has to be in each; or not to be, if `negated`.
struct ClassIntersection {
  std::vector<ClassUnion> parts{1};
  bool negated = false;

  [[nodiscard]] std::u32string expression() const {
    if (parts.size() == 1 && parts[0].complements.empty())
      return negated ? outside_of(parts[0].inside) : inside_of(parts[0].inside);
    std::u32string text;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
      text += U"(?=" + parts[i].expression() + U")";
    text += parts.back().expression();
    return negated ? U"(?:(?!" + text + U")(?s:.))" : U"(?:" + text + U")";
  }
};

class ClassReader {
 public:
  explicit ClassReader(RegexReader& reader) : m_reader(reader) {}

  ClassIntersection read(std::size_t depth) {
    if (depth > k_max_class_depth) m_reader.fail("character classes are nested too deep");
    ClassIntersection result;
    result.negated = m_reader.peek() == U'^';
    if (result.negated) m_reader.take();
    for (bool first = true; first || m_reader.peek() != U']'; first = false) {
      if (m_reader.looks_at(U"&&")) {
        m_reader.move_to(m_reader.at() + 2);
        result.parts.emplace_back();
      } else {
        read_item(depth, result.parts.back());
      }
    }
    m_reader.take();
    for (const ClassUnion& part : result.parts)
      if (part.inside.empty() && part.complements.empty())
        m_reader.fail("a character class is empty");
    return result;
  }

 private:
  void read_item(std::size_t depth, ClassUnion& into) {
    if (m_reader.looks_at(U"[:") && read_posix_bracket(into)) return;
    if (m_reader.peek() == U'[') return read_nested(depth + 1, into);
    const RegexItem item = one_item();
    if (!item.character) return into.add(item);
    into.inside += code_point_text(*item.character);
    const char32_t behind = m_reader.peek(1);
    if (m_reader.peek() != U'-' || behind == U']' || behind == U'[' || behind == U'\0') return;
    m_reader.take();
    const RegexItem last = one_item();
    if (!last.character) m_reader.fail("a range of characters ends with a class");
    if (*last.character < *item.character) m_reader.fail("a range of characters is empty");
    into.inside += U"-" + code_point_text(*last.character);
  }

  RegexItem one_item() {
    const std::size_t begin = m_reader.at();
    const char32_t c = m_reader.take();
    if (c != U'\\') return {c, {}, false};
    if (const auto set = m_reader.find_set(k_bracketed_word_class)) return *set;
    const char32_t escaped = m_reader.take();
    if (escaped == U'b') return {U'\b', {}, false};
    return {m_reader.escaped_character(escaped, begin), {}, false};
  }

  void read_nested(std::size_t depth, ClassUnion& into) {
    const std::size_t begin = m_reader.at();
    m_reader.take();
    const ClassIntersection nested = read(depth);
    const ClassUnion& part = nested.parts.front();
    if (nested.parts.size() > 1 || (nested.negated && !part.complements.empty()))
      m_reader.fail_unsupported(m_reader.since(begin));
    if (nested.negated)
      into.complements.push_back(part.inside);
    else
      into.add(part);
  }

  /// [:name:] or [:^name:]; false for what only begins like one.
  bool read_posix_bracket(ClassUnion& into) {
    const std::size_t begin = m_reader.at();
    const std::u32string_view rest = m_reader.rest();
    const std::size_t end = rest.find(U":]", 2);
    if (end == std::u32string_view::npos) return false;
    std::u32string_view name = rest.substr(2, end - 2);
    const bool complement = name.starts_with(U'^');
    if (complement) name.remove_prefix(1);
    if (name.find_first_of(U"[]:\\") != std::u32string_view::npos) return false;
    m_reader.move_to(begin + end + 2);
    const auto known = find_posix_class(name);
    if (!known) m_reader.fail_unsupported(m_reader.since(begin));
    into.add({std::nullopt, std::u32string(*known), complement});
    return true;
  }

  RegexReader& m_reader;
};

}  // namespace

std::u32string read_character_class(RegexReader& reader) {
  return ClassReader(reader).read(0).expression();
}

}  // namespace baryscope
