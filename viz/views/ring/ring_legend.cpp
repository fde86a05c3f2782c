#include <algorithm>
#include <string>

#include "viz/views/legend_rows.h"
#include "viz/views/ring/ring_parts.h"

namespace baryscope {

void add_legend(const RingParts& parts, Scene& scene) {
  Legend& legend = scene.legend;
  legend.visible = parts.shows("legend");
  set_weight_scale(parts, legend);
  // Narrow figures name the few things that matter.
  const bool narrow = parts.request->width < 800;
  const auto has_field = [&scene](const std::string& name) {
    return std::ranges::any_of(scene.fields,
                               [&](const FieldMesh& mesh) { return mesh.name == name; });
  };
  LegendRows rows(scene);
  if (!narrow) {
    rows.add_point(Role::query, Glyph::ring, "query");
  }
  rows.add_point(Role::output_inside, Glyph::diamond,
                 narrow ? "output" : "output, inside the hull");
  rows.add_point(Role::output_outside, Glyph::hollow_diamond,
                 narrow ? "output" : "output, outside the hull");
  rows.add_point(Role::key, Glyph::sphere, "key");
  rows.add_point(Role::key_prime, Glyph::octahedron, "second key");
  rows.add(!narrow && rows.has_curves("second keys"), Role::key_prime, std::nullopt,
           "weight of a second key");
  if (!narrow) {
    rows.add_point(Role::minor, Glyph::sphere, "key below 3 %");
  }
  rows.add(rows.has_negative_line(), Role::negative, std::nullopt, "negative weight", true);
  const bool tuples = !parts.analysis->tuples.empty();
  rows.add(!scene.triangles.empty(), Role::native_triangle, std::nullopt,
           tuples ? "native tuple" : "native triangle", false, true);
  rows.add(has_field("readable keys"), Role::query, std::nullopt,
           narrow ? "may be read" : "keys that may be read", false, true);
  rows.add(has_field("readable second keys"), Role::key_prime, std::nullopt,
           narrow ? "second keys" : "second keys that may be read", false, true);
  rows.add(rows.has_edges("kept keys"), Role::query, std::nullopt, narrow ? "kept" : "kept key");
  legend.rows = rows.take();
}

}  // namespace baryscope
