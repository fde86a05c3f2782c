#include "app/gui/scene_morph.h"

#include <map>
#include <utility>

namespace baryscope {
namespace {

// More than that cannot be drawn anew for every frame of a quarter of a second.
constexpr std::size_t k_most_elements = 6000;

std::size_t n_elements(const Scene& scene) {
  std::size_t n = 0;
  for (const TokenCloud& cloud : scene.clouds) n += cloud.points.size();
  for (const EdgeSet& set : scene.edges) n += set.edges.size();
  for (const TriangleSet& set : scene.triangles) n += set.triangles.size();
  return n;
}

Vec3 mix(Vec3 a, Vec3 b, double t) { return a + t * (b - a); }
double mix(double a, double b, double t) { return a + t * (b - a); }

void morph(EdgeSet& set, const EdgeSet* before, double t) {
  std::map<std::pair<int, int>, const SceneEdge*> partners;
  if (before != nullptr) {
    for (const SceneEdge& edge : before->edges)
      partners.emplace(std::pair(edge.query, edge.key), &edge);
  }
  for (SceneEdge& edge : set.edges) {
    const auto found = partners.find({edge.query, edge.key});
    if (found == partners.end()) {
      edge.opacity *= t;
      continue;
    }
    edge.from = mix(found->second->from, edge.from, t);
    edge.to = mix(found->second->to, edge.to, t);
    edge.width = mix(found->second->width, edge.width, t);
  }
}

void morph(HullSet& set, const HullSet* before, double t) {
  const bool partner = before != nullptr && before->points.size() == set.points.size();
  for (std::size_t i = 0; partner && i < set.points.size(); ++i) {
    set.points[i] = mix(before->points[i], set.points[i], t);
  }
  if (partner && before->triangles == set.triangles) return;
  set.face_opacity *= t;
  set.edge_opacity *= t;
}

}  // namespace

bool can_morph(const Scene& from, const Scene& to) {
  if (from.clouds.size() != to.clouds.size() || from.clouds.empty()) return false;
  if (n_elements(to) > k_most_elements) return false;
  for (std::size_t c = 0; c < to.clouds.size(); ++c) {
    const auto &a = from.clouds[c].points, &b = to.clouds[c].points;
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (a[i].token != b[i].token) return false;
    }
  }
  return true;
}

Scene morphed(const Scene& from, const Scene& to, double t) {
  Scene scene = to;
  if (t >= 1) return scene;
  for (std::size_t c = 0; c < scene.clouds.size(); ++c) {
    for (std::size_t i = 0; i < scene.clouds[c].points.size(); ++i) {
      ScenePoint& point = scene.clouds[c].points[i];
      const ScenePoint& before = from.clouds[c].points[i];
      point.position = mix(before.position, point.position, t);
      point.radius = mix(before.radius, point.radius, t);
    }
  }
  for (std::size_t s = 0; s < scene.edges.size(); ++s) {
    morph(scene.edges[s], s < from.edges.size() ? &from.edges[s] : nullptr, t);
  }
  for (TriangleSet& set : scene.triangles) {
    for (SceneTriangle& triangle : set.triangles) triangle.opacity *= t;
  }
  for (std::size_t s = 0; s < scene.hulls.size(); ++s) {
    morph(scene.hulls[s], s < from.hulls.size() ? &from.hulls[s] : nullptr, t);
  }
  std::map<std::vector<int>, const SceneLabel*> labels;
  for (const SceneLabel& label : from.labels) labels.emplace(label.tokens, &label);
  for (SceneLabel& label : scene.labels) {
    const auto found = labels.find(label.tokens);
    if (found == labels.end()) continue;
    label.anchor = mix(found->second->anchor, label.anchor, t);
    if (label.more_anchors.size() != found->second->more_anchors.size()) continue;
    for (std::size_t i = 0; i < label.more_anchors.size(); ++i) {
      label.more_anchors[i] = mix(found->second->more_anchors[i], label.more_anchors[i], t);
    }
  }
  return scene;
}

}  // namespace baryscope
