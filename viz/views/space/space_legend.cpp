#include "viz/views/legend_rows.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
void add_legend(const SpaceParts& parts, Scene& scene) {
  Legend& legend = scene.legend;
  legend.visible = parts.shows("legend");
  set_weight_scale(parts, legend);

  // Narrow figures name the few things that matter.
  const bool narrow = parts.request->width < 800;
  LegendRows rows(scene);
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
  rows.add(rows.has_negative_line(), Role::negative, std::nullopt, "negative weight", true);
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
