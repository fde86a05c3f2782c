#include <algorithm>
#include <cmath>

#include "viz/scene/scene.h"
#include "viz/scene/visit.h"

namespace baryscope {

void include(Bounds& box, Vec3 point) {
  if (box.empty) {
    box = {point, point, false};
    return;
  }
  box.minimum = {std::min(box.minimum.x, point.x), std::min(box.minimum.y, point.y),
                 std::min(box.minimum.z, point.z)};
  box.maximum = {std::max(box.maximum.x, point.x), std::max(box.maximum.y, point.y),
                 std::max(box.maximum.z, point.z)};
}

Bounds bounds(const Scene& scene) {
  Bounds box;
  visit_structures(scene, [&box](const auto& structure) {
    for_each_place(structure, [&box](const Vec3& place) { include(box, place); });
  });
  return box;
}

SceneEdge edge_at(const EdgeColumns& set, std::size_t index) {
  constexpr double least_width = 0.5;
  const auto [from, to] = set.ends[index];
  SceneEdge edge;
  edge.from = set.places[from];
  edge.to = set.places[to];
  edge.weight = set.weights[index];
  edge.width =
      std::max(least_width, std::min(set.width, set.width * std::abs(edge.weight) / set.reference));
  edge.role = set.role;
  edge.dashed = edge.weight < 0;
  edge.opacity = set.opacity;
  edge.subject = {set.kind, {set.numbers[from], set.numbers[to], -1}};
  return edge;
}

std::size_t n_elements(const Scene& scene) {
  std::size_t n = 0;
  visit_structures(scene, Overloaded{[&n](const TokenCloud& cloud) { n += cloud.points.size(); },
                                     [&n](const EdgeSet& set) { n += set.edges.size(); },
                                     [&n](const EdgeColumns& set) { n += set.ends.size(); },
                                     [&n](const CurveSet& set) { n += set.curves.size(); },
                                     [&n](const TriangleSet& set) { n += set.triangles.size(); },
                                     [](const HullSet&) {}, [](const FieldMesh&) {}});
  return n;
}

}  // namespace baryscope
