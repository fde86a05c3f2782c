#include <algorithm>

#include "viz/scene/ticks.h"
#include "viz/scene/visit.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

/// Rows only for what occurs in the scene.
class Rows {
 public:
  explicit Rows(const Scene& scene) : m_scene(scene) {}

  [[nodiscard]] bool has_point(Role role, Glyph glyph) const {
    return std::any_of(m_scene.clouds.begin(), m_scene.clouds.end(), [&](const TokenCloud& cloud) {
      return std::any_of(cloud.points.begin(), cloud.points.end(), [&](const ScenePoint& point) {
        return point.role == role && point.glyph == glyph;
      });
    });
  }
  [[nodiscard]] bool has_negative_edge() const {
    bool found = false;
    for_each_edge(m_scene, [&found](const SceneEdge& edge) {
      found = found || (!edge.role && edge.weight < 0);
    });
    return found;
  }
  [[nodiscard]] bool has_edges(const std::string& name) const {
    return std::any_of(m_scene.edges.begin(), m_scene.edges.end(),
                       [&](const EdgeSet& set) { return set.name == name && !set.edges.empty(); });
  }
  void add(bool occurs, Role role, std::optional<Glyph> glyph, std::string text,
           bool dashed = false, bool filled = false) {
    if (occurs) {
      m_rows.push_back({role, glyph, dashed, filled, std::move(text)});
    }
  }
  void add_point(Role role, Glyph glyph, std::string text) {
    add(has_point(role, glyph), role, glyph, std::move(text));
  }
  std::vector<Legend::Row> take() { return std::move(m_rows); }

 private:
  const Scene& m_scene;
  std::vector<Legend::Row> m_rows;
};

}  // namespace

void add_legend(const SpaceParts& parts, Scene& scene) {
  Legend& legend = scene.legend;
  legend.visible = parts.shows("legend");
  legend.title = parts.triple ? "weight (marginal)" : "weight";
  legend.color_map = parts.signed_weights ? "diverging" : parts.request->palette;
  const double top = parts.largest_weight > 0 ? parts.largest_weight : 1;
  legend.minimum = parts.signed_weights ? -top : 0;
  legend.maximum = top;
  legend.ticks = round_ticks(legend.minimum, legend.maximum, parts.signed_weights ? 5 : 4);

  // Narrow figures name the few things that matter.
  const bool narrow = parts.request->width < 800;
  Rows rows(scene);
  if (!narrow) {
    rows.add_point(Role::query, Glyph::ring, "query");
  }
  rows.add_point(Role::output_inside, Glyph::diamond,
                 narrow ? "output" : "output, inside the hull");
  rows.add_point(Role::output_outside, Glyph::hollow_diamond,
                 narrow ? "output" : "output, outside the hull");
  rows.add(!narrow && rows.has_edges("to the hull"), Role::output_outside, std::nullopt,
           "way to the hull", true);
  rows.add_point(Role::key, Glyph::sphere, "key");
  rows.add_point(Role::key_prime, Glyph::octahedron, "second key");
  rows.add(!narrow && rows.has_edges("second keys"), Role::key_prime, std::nullopt,
           "weight of a second key");
  if (!narrow) {
    rows.add_point(Role::minor, Glyph::sphere, "key below 3 %");
  }
  rows.add(rows.has_negative_edge(), Role::negative, std::nullopt, "negative weight", true);
  rows.add(!scene.triangles.empty(), Role::native_triangle, std::nullopt, "native triangle", false,
           true);
  if (!narrow) {
    rows.add_point(Role::attainable, Glyph::sphere, "product of two values");
  }
  for (const HullSet& hull : scene.hulls) {
    rows.add(!narrow || hull.role == Role::hull, hull.role, std::nullopt, hull.name, hull.dashed,
             !hull.outline);
  }
  legend.rows = rows.take();
}

}  // namespace baryscope
