#include "viz/views/samples/build_samples.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/flat_camera.h"
#include "viz/views/samples/samples_parts.h"
#include "viz/views/view_words.h"

namespace baryscope {
namespace {

/// Straight from the front, as near as the frame's furniture allows.
Camera plane_camera(const SampleParts& parts, const Scene& scene, const Viewport& viewport) {
  const PlotRoom room = plot_room(scene, viewport);
  const double usable_width =
      std::max(1.0, viewport.width - viewport.margin_left - viewport.margin_right);
  const double usable_height =
      std::max(1.0, viewport.height - viewport.margin_top - viewport.margin_bottom);
  const Vec3 size = parts.box.maximum - parts.box.minimum;
  const double pixels =
      std::min((usable_width - room.left - room.right) / std::max(size.x, 1e-300),
               (usable_height - room.above - room.below) / std::max(size.y, 1e-300));
  const double unit = 1 / pixels;
  Vec3 middle = 0.5 * (parts.box.minimum + parts.box.maximum);
  middle = middle +
           Vec3{0.5 * (room.right - room.left) * unit, 0.5 * (room.above - room.below) * unit, 0};
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 0.5 * usable_height * unit;
  camera.focal_point = middle;
  camera.position = middle + Vec3{0, 0, 4 * camera.parallel_scale};
  camera.up = {0, 1, 0};
  return camera;
}

/// The same at every step, so that the steps share their camera.
CameraSubject sample_subject(const SampleParts& parts) {
  constexpr int n_most_extent = 400, n_most_others = 150;
  CameraSubject subject;
  const int n = parts.study->places.n_rows;
  const int step = std::max(1, n / n_most_extent);
  for (int row = 0; row < n; row += step) {
    subject.extent.push_back(parts.place(row));
  }
  const int rare = std::max(1, n / n_most_others);
  for (int row = 0; row < n; row += rare) {
    subject.others.push_back(parts.place(row));
    subject.hull.push_back(parts.place(row));
  }
  const Vec3 low = parts.box.minimum, high = parts.box.maximum;
  for (int i = 0; i < 8; ++i) {
    subject.extent.push_back({(i & 1) != 0 ? high.x : low.x, (i & 2) != 0 ? high.y : low.y,
                              (i & 4) != 0 ? high.z : low.z});
  }
  subject.has_ground = parts.shows("axes");
  constexpr std::size_t n_most_group = 50, n_least_group = 10, n_most_faces = 12;
  for (const ClassLook& look : parts.classes) {
    std::vector<Vec3> group;
    if (look.rows.size() < n_least_group) {
      continue;
    }
    for (std::size_t i = 0; i < look.rows.size(); i += 1 + look.rows.size() / n_most_group) {
      group.push_back(parts.place(look.rows[i]));
    }
    if (subject.groups.size() < 4) {
      subject.groups.push_back(std::move(group));
    }
  }
  for (const SampledClass& sampled : parts.study->resampled.classes) {
    // A handful of cells had better be seen from the front.
    for (std::size_t s = 0;
         s < sampled.simplices.size() && sampled.simplices.size() <= n_most_faces; ++s) {
      const auto simplex = sampled.simplices[s];
      if (simplex.size() >= 3) {
        subject.faces.push_back(
            {parts.place(simplex[0]), parts.place(simplex[1]), parts.place(simplex[2])});
      }
    }
  }
  const std::vector<int> vertices = parts.chosen_vertices();
  for (const int row : vertices) {
    subject.important.push_back(parts.place(row));
  }
  for (std::size_t i = 0; i + 2 < vertices.size(); ++i) {
    subject.faces.push_back(
        {parts.place(vertices[i]), parts.place(vertices[i + 1]), parts.place(vertices[i + 2])});
  }
  std::erase_if(subject.others, [&](const Vec3& point) {
    return std::find(subject.important.begin(), subject.important.end(), point) !=
           subject.important.end();
  });
  return subject;
}

/// Parts of a long finding in as many lines as they need.
void break_finding(std::string& finding, std::size_t longest) {
  std::string lines, line;
  std::size_t begin = 0;
  while (begin < finding.size()) {
    const std::size_t mark = finding.find("; ", begin);
    const std::size_t end = mark == std::string::npos ? finding.size() : mark + 2;
    const std::string part = finding.substr(begin, end - begin);
    if (!line.empty() && line.size() + part.size() > longest) {
      line.back() = '\n';
      lines += line;
      line.clear();
    }
    line += part;
    begin = end;
  }
  finding = lines + line;
  if (lines.empty()) {
    break_line(finding, longest);
  }
}

/// Everything but the camera.
Scene draw_samples(const SampleParts& parts, bool second = false) {
  const ViewRequest& request = *parts.request;
  Scene scene;
  scene.theme = make_theme(request.theme, request.palette, request.background);
  scene.font_size = request.font_size;
  scene.font = request.font;
  add_sample_fields(parts, scene);
  add_sample_cells(parts, scene);
  add_sample_edges(parts, scene);
  add_sample_points(parts, scene);
  add_followed(parts, scene);
  add_sample_axes(parts, scene);
  add_sample_labels(parts, scene);
  if (parts.shows("title")) {
    scene.title = sample_title(parts);
    scene.finding = sample_finding(parts);
    scene.caption = sample_caption(parts);
    break_finding(scene.finding, static_cast<std::size_t>(std::max(request.width, 100)) / 11);
  }
  add_sample_legend(parts, scene);
  add_sample_mark(parts, second, scene);
  return scene;
}

}  // namespace

Scene build_samples(const SamplingStudy& study, const ViewRequest& request) {
  const SampleParts parts = make_sample_parts(study, request);
  Scene scene = draw_samples(parts);
  const Viewport viewport = figure_viewport(scene, request.width, request.height);
  scene.camera = parts.in_plane ? plane_camera(parts, scene, viewport)
                                : default_camera(sample_subject(parts), viewport);
  return scene;
}

ScenePair build_sample_pair(const SamplingStudy& first, const SamplingStudy& second,
                            const ViewRequest& request) {
  ViewRequest half = request;
  half.width = std::max(1, request.width / 2);
  SampleParts left = make_sample_parts(first, half), right = make_sample_parts(second, half);
  ScenePair pair{draw_samples(left), draw_samples(right, true)};
  put_side_by_side(pair.first, pair.second);
  const Viewport viewport = figure_viewport(pair.first, half.width, half.height);
  if (left.in_plane && right.in_plane) {
    pair.first.camera = plane_camera(left, pair.first, viewport);
  } else {
    const std::array subjects{sample_subject(left), sample_subject(right)};
    pair.first.camera = default_camera(subjects, viewport);
  }
  pair.second.camera = pair.first.camera;
  return pair;
}

}  // namespace baryscope
