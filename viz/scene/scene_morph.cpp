#include "viz/scene/scene_morph.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

#include "viz/scene/morph_ends.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

/// A millisecond or two on two cores, of curves up to a frame's time.
constexpr std::size_t k_most_elements = 6000;
/// Fainter than any screen shows.
constexpr double k_faint = 0.004;

/// Elements, and what else is made anew for every frame: the pieces of curves, the faces of hulls
/// and surfaces.
std::size_t cost_of(const Scene& scene) {
  constexpr std::size_t n_faces_an_element = 2, n_pieces_an_element = 8;
  std::size_t n_faces = 0, n_pieces = 0;
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) n_pieces += curve.points.size();
  }
  for (const HullSet& hull : scene.hulls) n_faces += hull.triangles.size();
  for (const FieldMesh& field : scene.fields) n_faces += field.triangles.size();
  return n_elements(scene) + n_faces / n_faces_an_element + n_pieces / n_pieces_an_element;
}

std::set<Subject> things_of(const Scene& scene) {
  std::set<Subject> things;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      if (!point.subject.none()) things.insert(point.subject);
    }
  }
  return things;
}

/// Whether enough of it is the same that the eye can hold on to it.
bool shows_the_same(const Scene& before, const Scene& after) {
  const std::set<Subject> old = things_of(before), now = things_of(after);
  const auto n_shared = static_cast<std::size_t>(
      std::count_if(now.begin(), now.end(), [&](const auto& each) { return old.contains(each); }));
  return n_shared > 0 && 2 * n_shared >= std::min(old.size(), now.size());
}

void drop_faint(Scene& scene) {
  const auto faint = [](const auto& element) { return element.opacity < k_faint; };
  for (TokenCloud& set : scene.clouds) std::erase_if(set.points, faint);
  for (EdgeSet& set : scene.edges) std::erase_if(set.edges, faint);
  for (CurveSet& set : scene.curves) std::erase_if(set.curves, faint);
  for (TriangleSet& set : scene.triangles) std::erase_if(set.triangles, faint);
  std::erase_if(scene.edge_columns, faint);
  std::erase_if(scene.labels, faint);
  std::erase_if(scene.hulls, [](const HullSet& hull) {
    return hull.face_opacity < k_faint && hull.edge_opacity < k_faint;
  });
}

/// Its words, legend, axes and all else that does not move.
Scene without_structures(Scene scene) {
  scene.clouds.clear();
  scene.edges.clear();
  scene.edge_columns.clear();
  scene.curves.clear();
  scene.triangles.clear();
  scene.hulls.clear();
  scene.fields.clear();
  scene.labels.clear();
  return scene;
}

/// Takes what is the end of something a share `t` of the way back to its start.
struct Way {
  double t;

  void operator()(double& value, double start) const { value = between(start, value, t); }
  void operator()(Vec3& place, Vec3 start) const { place = between(start, place, t); }
  template <typename Element>
  void operator()(std::vector<Element>& list, const std::vector<Element>& start) const {
    for (std::size_t i = 0; i < list.size(); ++i) (*this)(list[i], start[i]);
  }

  void operator()(ScenePoint& point, const ScenePoint& start) const {
    (*this)(point.position, start.position);
    (*this)(point.radius, start.radius);
    (*this)(point.opacity, start.opacity);
  }
  void operator()(TokenCloud& set, const TokenCloud& start) const {
    (*this)(set.points, start.points);
  }

  void operator()(SceneEdge& edge, const SceneEdge& start) const {
    (*this)(edge.from, start.from);
    (*this)(edge.to, start.to);
    mix_line(edge, start);
  }
  void operator()(EdgeSet& set, const EdgeSet& start) const { (*this)(set.edges, start.edges); }
  void operator()(SceneCurve& curve, const SceneCurve& start) const {
    (*this)(curve.points, start.points);
    mix_line(curve, start);
  }
  void operator()(CurveSet& set, const CurveSet& start) const { (*this)(set.curves, start.curves); }
  void operator()(EdgeColumns& set, const EdgeColumns& start) const {
    (*this)(set.places, start.places);
    for (std::size_t i = 0; i < set.weights.size(); ++i) {
      set.weights[i] = static_cast<float>(between(start.weights[i], set.weights[i], t));
    }
    (*this)(set.width, start.width);
    (*this)(set.reference, start.reference);
    (*this)(set.opacity, start.opacity);
  }

  void operator()(SceneTriangle& face, const SceneTriangle& start) const {
    for (std::size_t corner = 0; corner < face.corners.size(); ++corner) {
      (*this)(face.corners[corner], start.corners[corner]);
      (*this)(face.brightness[corner], start.brightness[corner]);
    }
    (*this)(face.weight, start.weight);
    (*this)(face.opacity, start.opacity);
    (*this)(face.pulse, start.pulse);
  }
  void operator()(TriangleSet& set, const TriangleSet& start) const {
    (*this)(set.triangles, start.triangles);
  }
  void operator()(HullSet& hull, const HullSet& start) const {
    (*this)(hull.points, start.points);
    (*this)(hull.face_opacity, start.face_opacity);
    (*this)(hull.edge_opacity, start.edge_opacity);
    (*this)(hull.edge_width, start.edge_width);
  }

  void operator()(Color& color, const Color& start) const {
    const double alpha = between(start.alpha, color.alpha, t);
    color = mixed(start, color, t);
    color.alpha = alpha;
  }
  void operator()(FieldMesh& field, const FieldMesh& start) const {
    (*this)(field.colors, start.colors);
  }
  void operator()(SceneLabel& label, const SceneLabel& start) const {
    (*this)(label.anchor, start.anchor);
    (*this)(label.more_anchors, start.more_anchors);
    // Two texts in one place are none: what leaves is gone when the other comes.
    const double late = std::clamp(label.opacity > start.opacity ? 2 * t - 1 : 2 * t, 0.0, 1.0);
    label.opacity = between(start.opacity, label.opacity, late);
  }

 private:
  /// What edges and curves have in common.
  template <typename Line>
  void mix_line(Line& line, const Line& start) const {
    (*this)(line.width, start.width);
    (*this)(line.weight, start.weight);
    (*this)(line.opacity, start.opacity);
    (*this)(line.pulse, start.pulse);
  }
};

}  // namespace

std::shared_ptr<const Scene> SceneMorph::at(double t, const std::optional<Camera>& camera) const {
  if (t >= 1) return m_to;
  auto scene = std::make_shared<Scene>(m_end);
  const Way way{t};
  way(scene->clouds, m_start.clouds);
  way(scene->edges, m_start.edges);
  way(scene->edge_columns, m_start.edge_columns);
  way(scene->curves, m_start.curves);
  way(scene->triangles, m_start.triangles);
  way(scene->hulls, m_start.hulls);
  way(scene->fields, m_start.fields);
  way(scene->labels, m_start.labels);
  scene->way = SceneWay{m_to, camera.value_or(m_to->camera), t};
  return scene;
}

std::shared_ptr<const SceneMorph> find_morph(const std::shared_ptr<const Scene>& from,
                                             const std::shared_ptr<const Scene>& to,
                                             const Continuity& continuity) {
  if (from == nullptr || to == nullptr || continuity.broken || cost_of(*from) > k_most_elements ||
      cost_of(*to) > k_most_elements) {
    return nullptr;
  }
  Scene before = renamed(*from, *to, continuity);
  if (!shows_the_same(before, *to)) return nullptr;
  drop_faint(before);
  MorphEnds ends;
  ends.end = without_structures(*to);
  pair_points(before, *to, ends);
  pair_lines(before, *to, ends);
  pair_columns(before, *to, ends);
  pair_triangles(before, *to, ends);
  pair_hulls(before, *to, ends);
  pair_fields(before, *to, ends);
  pair_labels(before, *to, ends);
  if (cost_of(ends.end) > k_most_elements) return nullptr;
  auto morph = std::make_shared<SceneMorph>();
  morph->m_to = to;
  morph->m_start = std::move(ends.start);
  morph->m_end = std::move(ends.end);
  return morph;
}

}  // namespace baryscope
