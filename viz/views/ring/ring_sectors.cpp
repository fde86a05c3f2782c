// What the query may read, as coloured parts of the ring.
#include <algorithm>
#include <utility>

#include "viz/views/ring/ring_parts.h"

namespace baryscope {
namespace {

/// A band along the ring from half a step before the first position to half a step after the last;
/// its colour runs from one edge to the other.
FieldMesh band(const RingParts& parts, const std::string& name, const KeySpan& span, double inner,
               Color at_inner, double outer, Color at_outer) {
  FieldMesh mesh;
  mesh.name = name;
  std::vector<Vec3> low = parts.layout.along(span.begin - 0.5, span.end - 0.5, inner);
  std::vector<Vec3> high = parts.layout.along(span.begin - 0.5, span.end - 0.5, outer);
  // A helix carries it upright: its turns meet, and whatever the length no two lie over each other.
  for (std::size_t i = 0; i < low.size(); ++i) {
    low[i].y -= 0.5 * parts.layout.pitch();
    high[i].y += 0.5 * parts.layout.pitch();
  }
  for (std::size_t i = 0; i < low.size(); ++i) {
    mesh.points.insert(mesh.points.end(), {low[i], high[i]});
    mesh.colors.insert(mesh.colors.end(), {at_inner, at_outer});
    if (i > 0) {
      const int first = static_cast<int>(2 * i) - 2;
      mesh.triangles.push_back({first, first + 1, first + 2});
      mesh.triangles.push_back({first + 2, first + 1, first + 3});
    }
  }
  return mesh;
}

Color faint(Color color, double alpha) {
  color.alpha = alpha;
  return color;
}

}  // namespace

void add_sectors(const RingParts& parts, Scene& scene) {
  if (!parts.shows("regions")) {
    return;
  }
  const bool dark = scene.theme.dark();
  if (parts.readable.keys && parts.readable.keys->size() > 0) {
    const Color color = scene.theme.color(Role::query);
    const double strength = dark ? 0.26 : 0.17;
    if (parts.layout.is_helix()) {
      const Color wall = faint(color, 0.6 * strength);
      scene.fields.push_back(band(parts, "readable keys", *parts.readable.keys, 1, wall, 1, wall));
    } else {
      scene.fields.push_back(band(parts, "readable keys", *parts.readable.keys, 0.3,
                                  faint(color, 0), 1.045, faint(color, strength)));
    }
  }
  if (parts.readable.further && parts.readable.further->size() > 0) {
    const Color color = faint(scene.theme.color(Role::key_prime), dark ? 0.6 : 0.45);
    scene.fields.push_back(band(parts, "readable second keys", *parts.readable.further,
                                k_further_inner, color, k_further_outer, color));
  }
}

}  // namespace baryscope
