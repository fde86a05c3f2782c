#include "viz/views/space/build_space.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/visit.h"
#include "viz/views/patch_tiles.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

/// Keys by weight, heaviest first, those that are drawn.
std::vector<int> heavy_tokens(const SpaceParts& parts) {
  std::vector<int> order;
  for (int i = 0; i < static_cast<int>(parts.tokens.size()); ++i) {
    if (parts.tokens[static_cast<std::size_t>(i)].heavy && parts.draws(i)) {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return parts.tokens[static_cast<std::size_t>(a)].share >
           parts.tokens[static_cast<std::size_t>(b)].share;
  });
  return order;
}

}  // namespace

CameraSubject camera_subject(const SpaceParts& parts, const Scene& scene) {
  constexpr std::size_t n_most_others = 256, n_most_corners = 256;
  constexpr std::size_t n_most_faces = 6, n_most_arms = 8;
  CameraSubject subject;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      if (cloud.name == "tokens" && subject.others.size() < n_most_others) {
        subject.others.push_back(point.position);
      }
    }
  }
  const auto hold = [&subject](const Vec3& place) { subject.extent.push_back(place); };
  visit_structures(scene, [&hold](const auto& structure) { for_each_place(structure, hold); });
  for (const HullSet& hull : scene.hulls) {
    if (hull.role == Role::hull) {
      // Of a hull with very many corners every few are enough for its outline.
      const std::size_t step = 1 + hull.points.size() / n_most_corners;
      for (std::size_t i = 0; i < hull.points.size(); i += step) {
        subject.hull.push_back(hull.points[i]);
      }
    }
  }
  for (std::size_t i = 0; scene.axes.visible && i < 3; ++i) {
    subject.extent.push_back(scene.axes.ends[i]);
  }
  subject.has_ground = scene.axes.visible || parts.shows("grid");
  if (parts.focus != nullptr) {
    subject.important.push_back(parts.output);
    subject.way_out = parts.drawn_gap;
    const int query = parts.focus->position;
    if (query >= 0 && query < static_cast<int>(parts.tokens.size())) {
      subject.important.push_back(parts.tokens[static_cast<std::size_t>(query)].position);
    }
    for (const int token : heavy_tokens(parts)) {
      const Vec3 at = parts.tokens[static_cast<std::size_t>(token)].position;
      if (subject.arms.size() < n_most_arms) {
        subject.arms.push_back(at);
        subject.important.push_back(at);
      }
    }
  }
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      if (subject.faces.size() < n_most_faces) {
        subject.faces.push_back(triangle.corners);
      }
    }
  }
  std::erase_if(subject.others, [&](const Vec3& point) {
    return std::find(subject.important.begin(), subject.important.end(), point) !=
           subject.important.end();
  });
  return subject;
}

Camera chosen_camera(const ViewRequest& request, std::span<const CameraSubject> subjects,
                     const Viewport& viewport) {
  if (!request.orientation) {
    return default_camera(subjects, viewport);
  }
  std::vector<Vec3> extent;
  for (const CameraSubject& subject : subjects) {
    extent.insert(extent.end(), subject.extent.begin(), subject.extent.end());
  }
  return fitted(request.orientation->direction(), extent, viewport);
}

namespace {

/// The weights' edges carry value to the output while time runs; a still shows them plainly.
void add_times(const SpaceParts& parts, Scene& scene) {
  constexpr double k_pulses_across = 9;
  double longest = 0;
  for_each_edge(scene, [&longest](const SceneEdge& edge) {
    longest = std::max(longest, edge.pulse > 0 ? length(edge.to - edge.from) : 0);
  });
  if (parts.focus == nullptr || !(longest > 0)) {
    return;
  }
  scene.times = {{SceneTime::Kind::flow, 0, 1, k_pulse_seconds, -1}};
  scene.pulse_spacing = longest * 2 / k_pulses_across;
}

}  // namespace

Scene draw_structures(const SpaceParts& parts) {
  Scene scene = blank_scene(*parts.request);
  add_hulls(parts, scene);
  add_weights(parts, scene);
  add_points(parts, scene);
  add_axes_and_grid(parts, scene);
  add_times(parts, scene);
  add_words(parts, scene);
  add_legend(parts, scene);
  return scene;
}

Scene build_scene(const Analysis& analysis, const ViewRequest& request) {
  SpaceParts parts = make_space_parts(analysis, request);
  Scene scene = draw_structures(parts);
  if (request.orientation) {
    move_places(*request.orientation, parts);
    move_places(*request.orientation, scene);
  }
  const Viewport viewport = figure_viewport(scene, request.width, request.height);
  const CameraSubject subject = camera_subject(parts, scene);
  scene.camera = chosen_camera(request, std::span(&subject, 1), viewport);
  add_patch_tiles(parts, viewport, scene);
  add_labels(parts, scene);
  return scene;
}

}  // namespace baryscope
