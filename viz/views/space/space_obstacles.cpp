#include <algorithm>

#include "viz/views/space/build_space.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

bool has_hull(const Placement& placement) {
  return !placement.hull.hull.vertices.empty() ||
         std::any_of(placement.attainable.begin(), placement.attainable.end(),
                     [](const AttainableSet& set) { return !set.hull.vertices.empty(); });
}

}  // namespace

std::string space_obstacle(const Analysis& analysis, const ViewRequest& request,
                           const std::string& part) {
  const SpaceParts parts = make_space_parts(analysis, request);
  if (part == "edges") {
    return edges_obstacle(parts);
  }
  if (part == "triangles") {
    return triangles_obstacle(parts);
  }
  if (part == "hull" && !has_hull(analysis.placement)) {
    return "these points span no hull";
  }
  if (part == "outputs" && parts.focus == nullptr) {
    return "no token reads: there is no output to draw";
  }
  if (part == "outputs" && parts.output_is_token) {
    return "placed by " + analysis.placement.place_by +
           " a product of values has no place: the token that reads stands for it";
  }
  return part == "regions" ? "decision regions belong to a classifier of samples" : "";
}

}  // namespace baryscope
