#include "viz/scene/subject.h"

#include <algorithm>
#include <string_view>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

std::string_view name(Subject::Kind kind) {
  switch (kind) {
    case Subject::Kind::token:
      return "token";
    case Subject::Kind::output:
      return "output";
    case Subject::Kind::edge:
      return "edge";
    case Subject::Kind::second_key:
      return "second-key";
    case Subject::Kind::triangle:
      return "triangle";
    case Subject::Kind::product:
      return "product";
    case Subject::Kind::way_to_hull:
      return "way-to-hull";
    case Subject::Kind::hull:
      return "hull";
    case Subject::Kind::data_point:
      return "data-point";
    case Subject::Kind::synthetic_point:
      return "synthetic-point";
    case Subject::Kind::neighbors:
      return "neighbors";
    case Subject::Kind::cell:
      return "cell";
    case Subject::Kind::coordinate:
      return "coordinate";
    case Subject::Kind::none:
      break;
  }
  return "";
}

std::size_t n_numbers(Subject::Kind kind) {
  switch (kind) {
    case Subject::Kind::none:
      return 0;
    case Subject::Kind::triangle:
    case Subject::Kind::product:
      return 3;
    case Subject::Kind::edge:
    case Subject::Kind::second_key:
    case Subject::Kind::neighbors:
    case Subject::Kind::cell:
    case Subject::Kind::coordinate:
      return 2;
    default:
      return 1;
  }
}

}  // namespace

std::optional<int> marked_token(const Subject& subject) {
  switch (subject.kind) {
    case Subject::Kind::token:
      return subject.number();
    case Subject::Kind::edge:
    case Subject::Kind::second_key:
    case Subject::Kind::triangle:
      return subject.key();
    default:
      return std::nullopt;
  }
}

std::string to_text(const Subject& subject) {
  std::string text(name(subject.kind));
  for (const int number : subject.index) {
    if (number >= 0 && !subject.none()) {
      text += " " + to_text(static_cast<std::int64_t>(number));
    }
  }
  return text;
}

std::optional<Subject> find_subject(std::string_view text) {
  constexpr std::int64_t most = 2147483647;
  if (text.ends_with(' ')) {
    return std::nullopt;
  }
  const auto word = [&text] {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view first = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return first;
  };
  Subject subject;
  const std::string_view kind = word();
  for (auto number = static_cast<int>(Subject::Kind::none) + 1;
       number <= static_cast<int>(Subject::Kind::coordinate); ++number) {
    if (name(static_cast<Subject::Kind>(number)) == kind) {
      subject.kind = static_cast<Subject::Kind>(number);
    }
  }
  if (subject.none()) {
    return std::nullopt;
  }
  std::size_t n = 0;
  for (; !text.empty() && n < subject.index.size(); ++n) {
    const auto index = find_integer(word());
    if (!index || *index < 0 || *index > most) {
      return std::nullopt;
    }
    subject.index[n] = static_cast<int>(*index);
  }
  const bool whole = text.empty() && n == n_numbers(subject.kind);
  return whole ? std::optional(subject) : std::nullopt;
}

}  // namespace baryscope
