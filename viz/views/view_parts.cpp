#include "viz/views/view_parts.h"

#include <algorithm>

namespace baryscope {

const std::vector<std::string>& view_part_names() {
  static const std::vector<std::string> names = {"edges",   "triangles", "hull", "outputs",
                                                 "regions", "labels",    "axes", "legend",
                                                 "grid",    "title"};
  return names;
}

bool draws_part(const std::vector<std::string>& show, const std::vector<std::string>& hide,
                const std::string& part, const std::vector<std::string>& left_out) {
  const auto names = [&](const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), part) != list.end();
  };
  return !names(hide) && (names(show) || !names(left_out));
}

std::vector<ViewPart> view_parts(const ViewInput& input, const ViewRequest& request) {
  const ViewInfo& info = view(request.view);
  std::vector<ViewPart> parts;
  for (const std::string& name : view_part_names()) {
    parts.push_back({name, draws_part(request.show, request.hide, name, info.left_out),
                     info.obstacle(input, request, name)});
  }
  return parts;
}

}  // namespace baryscope
