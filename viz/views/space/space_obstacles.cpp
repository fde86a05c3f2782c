#include <algorithm>
#include <cmath>

#include "viz/views/space/build_space.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

/// Whether one of these weights of the focus is drawn at all.
template <class Weights>
bool any_reaches(const Weights& weights, const SpaceParts& parts) {
  return std::any_of(weights.begin(), weights.end(), [&](const auto& each) {
    return each.query == parts.focus->position && each.weight != 0 &&
           std::abs(each.weight) >= parts.request->threshold;
  });
}

template <class Weights>
bool any_of_focus(const Weights& weights, const SpaceParts& parts) {
  return std::any_of(weights.begin(), weights.end(),
                     [&](const auto& each) { return each.query == parts.focus->position; });
}

std::string obstacle_of_edges(const SpaceParts& parts) {
  if (parts.focus == nullptr) {
    return "no token reads: its row of weights would be drawn as edges";
  }
  return any_reaches(parts.analysis->edges, parts)
             ? ""
             : "no weight of this token reaches the threshold";
}

std::string obstacle_of_triangles(const SpaceParts& parts) {
  if (parts.focus == nullptr) {
    return "no token reads: its row of weights would be drawn as triangles";
  }
  if (!any_of_focus(parts.analysis->triangles, parts)) {
    return "a weight of " + parts.analysis->mechanism.mechanism +
           " is no triangle; mechanisms of triples draw some";
  }
  return any_reaches(parts.analysis->triangles, parts)
             ? ""
             : "no triangle of this token reaches the threshold";
}

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
    return obstacle_of_edges(parts);
  }
  if (part == "triangles") {
    return obstacle_of_triangles(parts);
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
