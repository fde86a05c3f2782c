#include "viz/views/space/space_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/analysis/report.h"
#include "core/geometry/hull_membership.h"
#include "viz/views/view_parts.h"

namespace baryscope {
namespace {

/// True where the output lies outside the hull of its values, in the space that is placed.
bool is_outside(const SpaceParts& parts) {
  return parts.focus != nullptr && !parts.focus->inside_hull && parts.focus->hull_distance &&
         parts.analysis->placement.outputs_share_space &&
         !parts.analysis->placement.hull.hull.vertices.empty();
}

/// Zero where three axes put inside what is outside.
Vec3 find_drawn_gap(const SpaceParts& parts) {
  if (!is_outside(parts)) {
    return {};
  }
  const AttainableSet& hull = parts.analysis->placement.hull;
  std::vector<Vec3> corners;
  corners.reserve(hull.hull.vertices.size());
  for (const int vertex : hull.hull.vertices) {
    corners.push_back(point_of(hull.points, vertex));
  }
  Matrix points(static_cast<int>(corners.size()), 3);
  for (int i = 0; i < points.n_rows; ++i) {
    const Vec3 corner = corners[static_cast<std::size_t>(i)];
    points(i, 0) = corner.x;
    points(i, 1) = corner.y;
    points(i, 2) = corner.z;
  }
  const HullMembership drawn(points);
  const std::array output{parts.output.x, parts.output.y, parts.output.z};
  const HullDistance found = drawn.distance(output);
  if (found.distance <= 1e-6 * drawn.scale()) {
    return {};
  }
  return parts.output - Vec3{found.nearest[0], found.nearest[1], found.nearest[2]};
}

std::string placement_words(const Placement& placement) {
  const auto& explained = placement.explained_variance;
  const double sum = explained[0] + explained[1] + explained[2];
  if (placement.place_by == "sequence") {
    return "placed in the order of the sequence";
  }
  if (!(sum > 0 && std::isfinite(sum))) {
    return {};
  }
  const std::string things = placed_things(placement.place_by);
  return (placement.first_axis_leaves_hull
              ? "placed by the way out of the hull and by PCA of what else the " + things + " are, "
              : "placed by PCA of the " + things + ", ") +
         percent_text(sum) + " of their variance";
}

}  // namespace

std::string placed_things(const std::string& place_by) {
  return place_by == "query"      ? "queries"
         : place_by == "sequence" ? "positions"
         : place_by == "outside"  ? "values"
                                  : place_by + "s";
}

bool SpaceParts::shows(const std::string& part) const {
  return !(part == "outputs" && output_is_token) &&
         draws_part(request->show, request->hide, part, {"axes", "grid"});
}

SpaceParts make_space_parts(const Analysis& analysis, const ViewRequest& request) {
  SpaceParts parts;
  static_cast<TextParts&>(parts) = make_text_parts(analysis, request);
  for (int i = 0; i < static_cast<int>(parts.tokens.size()); ++i) {
    parts.tokens[static_cast<std::size_t>(i)].position = point_of(analysis.placement.tokens, i);
  }
  parts.nearest = point_of(analysis.placement.nearest, analysis.focus);
  // A product of two values has no place among keys or queries: the query's own token stands for
  // it.
  parts.output_is_token =
      parts.triple && !analysis.placement.outputs_share_space && parts.focus != nullptr;
  parts.output = parts.output_is_token ? point_of(analysis.placement.tokens, parts.focus->position)
                                       : point_of(analysis.placement.outputs, analysis.focus);
  parts.drawn_gap = find_drawn_gap(parts);
  return parts;
}

std::string caption_text(const SpaceParts& parts, const Scene& scene) {
  Caption caption(*parts.analysis, scene.title);
  caption.add(placement_words(parts.analysis->placement));
  if (is_outside(parts) && length(parts.drawn_gap) == 0) {
    caption.add(
        "the output leaves the hull in directions that these three axes do not show; placing by "
        "“outside” does");
  }
  double drawn = 0;
  for (const EdgeSet& set : scene.edges) {
    if (set.name == "weights") {
      for (const SceneEdge& edge : set.edges) {
        drawn += std::abs(edge.weight);
      }
    }
  }
  caption.add(drawn_weight_words(parts, drawn));
  return caption.text();
}

}  // namespace baryscope
