#include "viz/views/ring/build_ring.h"

#include <algorithm>
#include <array>

#include "viz/scene/figure_layout.h"
#include "viz/views/patch_tiles.h"
#include "viz/views/ring/ring_camera.h"
#include "viz/views/ring/ring_parts.h"

namespace baryscope {
namespace {

/// Everything but the camera.
Scene draw_ring(const RingParts& parts) {
  Scene scene = blank_scene(*parts.request);
  add_sectors(parts, scene);
  add_weights(parts, scene);
  add_points(parts, scene);
  add_words(parts, scene);
  add_legend(parts, scene);
  add_labels(parts, scene);
  scene.pulse_spacing = 1.0 / 6;
  // The arcs carry value to the query while time runs; a still shows them plainly.
  scene.times = {{SceneTime::Kind::flow, 0, 1, k_pulse_seconds, -1}};
  return scene;
}

}  // namespace

Scene build_ring(const Analysis& analysis, const ViewRequest& request) {
  const RingParts parts(analysis, request);
  Scene scene = draw_ring(parts);
  add_margin(parts, scene);
  const std::array<const Scene*, 1> scenes{&scene};
  scene.camera = ring_camera(scenes, parts.layout.is_helix(),
                             figure_viewport(scene, request.width, request.height));
  add_patch_tiles(parts, figure_viewport(scene, request.width, request.height), scene);
  return scene;
}

ScenePair build_ring_pair(const Analysis& first, const Analysis& second,
                          const ViewRequest& request) {
  ViewRequest half = request;
  half.width = std::max(1, request.width / 2);
  RingParts left(first, half), right(second, half);
  share_scales(left, right);
  ScenePair pair{draw_ring(left), draw_ring(right)};
  put_side_by_side(pair.first, pair.second);
  add_margin(left, pair.first);
  add_margin(right, pair.second);
  const std::array<const Scene*, 2> scenes{&pair.first, &pair.second};
  pair.first.camera = pair.second.camera =
      ring_camera(scenes, left.layout.is_helix() || right.layout.is_helix(),
                  figure_viewport(pair.first, half.width, half.height));
  add_patch_tiles(left, figure_viewport(pair.first, half.width, half.height), pair.first);
  add_patch_tiles(right, figure_viewport(pair.second, half.width, half.height), pair.second);
  return pair;
}

std::string ring_obstacle(const Analysis& analysis, const ViewRequest& request,
                          const std::string& part) {
  const RingParts parts(analysis, request);
  if (part == "edges") {
    return edges_obstacle(parts);
  }
  if (part == "triangles" && !analysis.tuples.empty()) {
    return "";
  }
  if (part == "triangles") {
    return triangles_obstacle(parts);
  }
  if (part == "hull") {
    return "a hull is spanned by values in space; the ring shows the order of the sequence";
  }
  if (part == "axes") {
    return "a ring has no axes: the sequence runs along it";
  }
  if (part == "outputs" && parts.focus == nullptr) {
    return "no token reads: there is no output to draw";
  }
  if (part == "regions" && !parts.readable.keys && !parts.readable.further) {
    return parts.focus == nullptr ? "no token reads: there is nothing that it may not read"
                                  : "no mask and no window: this token may read all others";
  }
  return "";
}

}  // namespace baryscope
