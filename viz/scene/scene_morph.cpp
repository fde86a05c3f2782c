#include "viz/scene/scene_morph.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/visit.h"

namespace baryscope {
namespace {

// More than that cannot be drawn anew for every frame of a quarter of a second.
constexpr std::size_t k_most_elements = 6000;

Vec3 mix(Vec3 a, Vec3 b, double t) { return a + t * (b - a); }
double mix(double a, double b, double t) { return a + t * (b - a); }

/// What an element is called in both scenes: what it stands for. Furniture is called by its place:
/// it is the same thing where nothing moved it, and has no partner elsewhere.
struct Name {
  std::vector<Subject> subjects;
  std::vector<double> places;
  friend auto operator<=>(const Name&, const Name&) = default;
};

Name name_of(std::vector<Subject> subjects, std::initializer_list<Vec3> places) {
  Name name;
  std::erase_if(subjects, [](const Subject& subject) { return subject.none(); });
  if (!subjects.empty()) {
    name.subjects = std::move(subjects);
    return name;
  }
  for (const Vec3& place : places) {
    name.places.insert(name.places.end(), {place.x, place.y, place.z});
  }
  return name;
}

Name name_of(const SceneEdge& edge) { return name_of({edge.subject}, {edge.from, edge.to}); }

Name name_of(const SceneCurve& curve) {
  return name_of({curve.subject}, {curve.points.front(), curve.points.back()});
}

Name name_of(const SceneTriangle& triangle) {
  return name_of({triangle.subject},
                 {triangle.corners[0], triangle.corners[1], triangle.corners[2]});
}

Name name_of(const SceneLabel& label) { return name_of(label.subjects, {label.anchor}); }

/// Elements of one scene by name; those of one name are taken in their order.
template <typename Element>
class Partners {
 public:
  void add(const std::vector<Element>& before) {
    for (const Element& each : before) m_named[name_of(each)].push_back(&each);
  }
  /// Null where none is left.
  const Element* take(const Element& now) {
    const auto found = m_named.find(name_of(now));
    if (found == m_named.end() || found->second.empty()) return nullptr;
    const Element* partner = found->second.front();
    found->second.pop_front();
    return partner;
  }

 private:
  std::map<Name, std::deque<const Element*>> m_named;
};

/// The set of this name; null where the scene has none.
template <typename Set>
const Set* find_set(const std::vector<Set>& sets, const std::string& name) {
  const auto found =
      std::find_if(sets.begin(), sets.end(), [&](const Set& each) { return each.name == name; });
  return found == sets.end() ? nullptr : &*found;
}

void morph(EdgeSet& set, const EdgeSet* before, double t) {
  Partners<SceneEdge> partners;
  if (before != nullptr) partners.add(before->edges);
  for (SceneEdge& edge : set.edges) {
    const SceneEdge* partner = partners.take(edge);
    if (partner == nullptr) {
      edge.opacity *= t;
      continue;
    }
    edge.from = mix(partner->from, edge.from, t);
    edge.to = mix(partner->to, edge.to, t);
    edge.width = mix(partner->width, edge.width, t);
    edge.opacity = mix(partner->opacity, edge.opacity, t);
  }
}

void morph(CurveSet& set, const CurveSet* before, double t) {
  Partners<SceneCurve> partners;
  if (before != nullptr) partners.add(before->curves);
  for (SceneCurve& curve : set.curves) {
    const SceneCurve* partner = partners.take(curve);
    if (partner == nullptr || partner->points.size() != curve.points.size()) {
      curve.opacity *= t;
      continue;
    }
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
      curve.points[i] = mix(partner->points[i], curve.points[i], t);
    }
    curve.width = mix(partner->width, curve.width, t);
    curve.opacity = mix(partner->opacity, curve.opacity, t);
  }
}

void morph(TriangleSet& set, const TriangleSet* before, double t) {
  Partners<SceneTriangle> partners;
  if (before != nullptr) partners.add(before->triangles);
  for (SceneTriangle& triangle : set.triangles) {
    const SceneTriangle* partner = partners.take(triangle);
    if (partner == nullptr) {
      triangle.opacity *= t;
      continue;
    }
    for (std::size_t corner = 0; corner < triangle.corners.size(); ++corner) {
      triangle.corners[corner] = mix(partner->corners[corner], triangle.corners[corner], t);
    }
    triangle.opacity = mix(partner->opacity, triangle.opacity, t);
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

void morph(std::vector<SceneLabel>& labels, const std::vector<SceneLabel>& before, double t) {
  Partners<SceneLabel> partners;
  partners.add(before);
  for (SceneLabel& label : labels) {
    const SceneLabel* partner = partners.take(label);
    if (partner == nullptr) continue;
    label.anchor = mix(partner->anchor, label.anchor, t);
    if (label.more_anchors.size() != partner->more_anchors.size()) continue;
    for (std::size_t i = 0; i < label.more_anchors.size(); ++i) {
      label.more_anchors[i] = mix(partner->more_anchors[i], label.more_anchors[i], t);
    }
  }
}

}  // namespace

bool can_morph(const Scene& from, const Scene& to) {
  if (from.clouds.size() != to.clouds.size() || from.clouds.empty()) return false;
  if (n_elements(to) > k_most_elements) return false;
  for (std::size_t c = 0; c < to.clouds.size(); ++c) {
    const auto &a = from.clouds[c].points, &b = to.clouds[c].points;
    if (a.size() != b.size() || from.clouds[c].name != to.clouds[c].name) return false;
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (a[i].subject != b[i].subject) return false;
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
  for (EdgeSet& set : scene.edges) morph(set, find_set(from.edges, set.name), t);
  for (CurveSet& set : scene.curves) morph(set, find_set(from.curves, set.name), t);
  for (TriangleSet& set : scene.triangles) morph(set, find_set(from.triangles, set.name), t);
  for (HullSet& set : scene.hulls) morph(set, find_set(from.hulls, set.name), t);
  morph(scene.labels, from.labels, t);
  return scene;
}

}  // namespace baryscope
