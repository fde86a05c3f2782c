#include "viz/scene/subject.h"

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

}  // namespace

std::string to_text(const Subject& subject) {
  std::string text(name(subject.kind));
  for (const int number : subject.index) {
    if (number >= 0 && !subject.none()) {
      text += " " + to_text(static_cast<std::int64_t>(number));
    }
  }
  return text;
}

}  // namespace baryscope
