#include "viz/views/flow/build_flow.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/figure_layout.h"
#include "viz/scene/flat_camera.h"
#include "viz/scene/visit.h"
#include "viz/views/flow/flow_parts.h"
#include "viz/views/legend_rows.h"
#include "viz/views/patch_tiles.h"

namespace baryscope {
namespace {

constexpr double k_pulses_across = 6;  // of a level pipe
constexpr double k_least_told = 2;     // radius of a mark that a legend explains; ticks are smaller

/// All but the camera, which a pair has in common.
Scene draw_flow(const FlowParts& parts) {
  Scene scene = blank_scene(*parts.request);
  scene.times = {{SceneTime::Kind::flow, 0, 1, k_pulse_seconds, 0}};
  scene.pulse_spacing = std::abs(parts.columns.key - parts.columns.query) / k_pulses_across;
  add_windows(parts, scene);
  add_sheets(parts, scene);
  add_pipes(parts, scene);
  add_points(parts, scene);
  add_labels(parts, scene);
  add_words(parts, scene);
  add_legend(parts, scene);
  return scene;
}

std::vector<Vec3> places_of(const Scene& scene) {
  std::vector<Vec3> places;
  for (const TokenCloud& cloud : scene.clouds) {
    for_each_place(cloud, [&places](const Vec3& place) { places.push_back(place); });
  }
  return places;
}

Camera flow_camera(const Scene& scene, const std::vector<Vec3>& places, double width,
                   double height) {
  Camera camera;
  camera.orthographic = true;
  const Viewport viewport = figure_viewport(scene, width, height);
  return fitted_flat(camera, places, viewport, plot_room(scene, viewport));
}

bool any_pulse_away(const Scene& scene) {
  return std::ranges::any_of(scene.curves, [](const CurveSet& set) {
    return std::ranges::any_of(
        set.curves, [](const SceneCurve& curve) { return curve.pulse > 0 && curve.weight < 0; });
  });
}

}  // namespace

std::string caption_text(const FlowParts& parts, const Scene& scene) {
  Caption caption(*parts.analysis, scene.title);
  caption.add(readable_words(parts, parts.readable));
  caption.add(kept_words(parts));
  const double drawn = weight_on_curves(scene);
  caption.add(drawn_weight_words(parts, drawn));
  if (drawn > 0) {
    caption.add(std::string("pulses run to the query") +
                (any_pulse_away(scene) ? ", away from it where the weight is negative" : "") +
                ", as bright as |weight|");
  }
  return caption.text();
}

bool has_minor_keys(const Scene& scene) {
  return std::ranges::any_of(scene.clouds, [](const TokenCloud& cloud) {
    return cloud.name != "queries" &&
           std::ranges::any_of(cloud.points, [](const ScenePoint& point) {
             return point.role == Role::minor && point.radius >= k_least_told;
           });
  });
}

void add_legend(const FlowParts& parts, Scene& scene) {
  Legend& legend = scene.legend;
  legend.visible = parts.shows("legend");
  set_weight_scale(parts, legend);
  LegendRows rows(scene);
  const auto has_faces = [&scene](const char* name) {
    return std::ranges::any_of(scene.triangles, [&](const TriangleSet& set) {
      return set.name == name && !set.triangles.empty();
    });
  };
  rows.add_point(Role::query, Glyph::ring, "query");
  rows.add_point(Role::key, Glyph::sphere, "key");
  rows.add_point(Role::key_prime, Glyph::octahedron, "second key");
  rows.add(rows.has_curves("second keys"), Role::key_prime, std::nullopt, "weight of a second key");
  rows.add(has_minor_keys(scene), Role::minor, Glyph::sphere, "key below 3 %");
  rows.add(rows.has_negative_line(), Role::negative, std::nullopt, "negative weight", true);
  rows.add(rows.has_curves("other queries") || !scene.edge_columns.empty(), Role::minor,
           std::nullopt, "other queries");
  rows.add(has_faces("native triangles"), Role::native_triangle, std::nullopt, "pair of keys",
           false, true);
  rows.add(has_faces("all other pairs"), Role::attainable, std::nullopt, "all other pairs", false,
           true);
  rows.add(rows.has_edges("readable keys"), Role::key, std::nullopt, "may be read");
  rows.add(rows.has_edges("kept keys"), Role::query, std::nullopt, "kept key");
  legend.rows = rows.take();
}

Scene build_flow(const Analysis& analysis, const ViewRequest& request) {
  const FlowParts parts(analysis, request);
  Scene scene = draw_flow(parts);
  scene.camera = flow_camera(scene, places_of(scene), request.width, request.height);
  add_patch_tiles(parts, figure_viewport(scene, request.width, request.height), scene);
  return scene;
}

ScenePair build_flow_pair(const Analysis& first, const Analysis& second,
                          const ViewRequest& request) {
  ViewRequest half = request;
  half.width = std::max(1, request.width / 2);
  FlowParts left(first, half), right(second, half);
  share_scales(left, right);
  ScenePair pair{draw_flow(left), draw_flow(right)};
  put_side_by_side(pair.first, pair.second);
  std::vector<Vec3> places = places_of(pair.first), more = places_of(pair.second);
  places.insert(places.end(), more.begin(), more.end());
  const Camera a = flow_camera(pair.first, places, half.width, half.height);
  const Camera b = flow_camera(pair.second, places, half.width, half.height);
  pair.first.camera = pair.second.camera = a.parallel_scale > b.parallel_scale ? a : b;
  add_patch_tiles(left, figure_viewport(pair.first, half.width, half.height), pair.first);
  add_patch_tiles(right, figure_viewport(pair.second, half.width, half.height), pair.second);
  return pair;
}

std::string flow_obstacle(const Analysis& analysis, const ViewRequest& request,
                          const std::string& part) {
  const FlowParts parts(analysis, request);
  if (part == "edges") {
    return edges_obstacle(parts);
  }
  if (part == "triangles") {
    return triangles_obstacle(parts);
  }
  if (part == "hull" || part == "outputs") {
    return std::string("columns of tokens are no places of values; the space view shows the ") +
           (part == "hull" ? "hull" : "output");
  }
  if (part == "axes" || part == "grid") {
    return "columns of tokens have no axes";
  }
  return part == "regions" ? "decision regions belong to a classifier of samples" : "";
}

}  // namespace baryscope
