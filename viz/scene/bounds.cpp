#include <algorithm>

#include "viz/scene/scene.h"

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
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      include(box, point.position);
    }
  }
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) {
      include(box, edge.from);
      include(box, edge.to);
    }
  }
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      for (const Vec3& corner : triangle.corners) {
        include(box, corner);
      }
    }
  }
  for (const HullSet& hull : scene.hulls) {
    for (const Vec3& point : hull.points) {
      include(box, point);
    }
  }
  for (const FieldMesh& field : scene.fields) {
    for (const Vec3& point : field.points) {
      include(box, point);
    }
  }
  return box;
}

}  // namespace baryscope
