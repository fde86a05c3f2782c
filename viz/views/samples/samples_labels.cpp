#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/number_text.h"
#include "viz/scene/ticks.h"

namespace baryscope {
namespace {

std::string tick_text(double value) {
  return (value < 0 ? "\u2212" : "") + to_text(std::abs(value));
}

SceneLabel fixed(Vec3 anchor, std::string text, std::array<double, 2> side, double clearance,
                 double scale) {
  SceneLabel label;
  label.anchor = anchor;
  label.spans = {{std::move(text), false, true}};
  label.clearance = clearance;
  label.scale = scale;
  label.side = side;
  return label;
}

/// The name of an axis: never cut, so a long one is written smaller.
SceneLabel axis_title(const SampleParts& parts, const Scene& scene, Vec3 anchor,
                      const std::string& name, std::array<double, 2> side, double clearance) {
  constexpr double k_scale = 0.84, k_em_a_letter = 0.6, k_share_of_width = 0.55;
  const auto n_letters = static_cast<double>(
      std::ranges::count_if(name, [](char byte) { return (byte & 0xC0) != 0x80; }));
  const double wide = k_em_a_letter * k_scale * scene.font_size * n_letters;
  const double room = k_share_of_width * parts.request->width;
  SceneLabel title =
      fixed(anchor, name, side, clearance, k_scale * std::min(1.0, room / std::max(wide, 1.0)));
  title.is_whole = true;
  return title;
}

/// The frame of a plot: hairlines, ticks outwards, numbers below and on the left.
void add_frame(const SampleParts& parts, Scene& scene) {
  const Vec3 low = parts.box.minimum, high = parts.box.maximum;
  const bool one_axis = parts.study->frame.n_axes < 2;
  EdgeSet frame{"frame", {}};
  const std::array<Vec3, 4> corners = {
      {{low.x, low.y, 0}, {high.x, low.y, 0}, {high.x, high.y, 0}, {low.x, high.y, 0}}};
  for (std::size_t i = 0; i < 4; ++i) {
    frame.edges.push_back(hairline(corners[i], corners[(i + 1) % 4], 0.3));
  }
  const bool narrow = parts.request->width < 700;
  const double tick = 0.008 * std::max(high.x - low.x, high.y - low.y);
  const double scale = 0.78;
  // Numbers are the data's own, wherever they are drawn.
  const DisplayFrame& shown = parts.study->frame;
  for (const double number :
       round_ticks(shown.value_at(low.x, 0), shown.value_at(high.x, 0), narrow ? 5 : 7)) {
    const double x = shown.coordinate_of(number, 0);
    frame.edges.push_back(hairline({x, low.y, 0}, {x, low.y - tick, 0}, 0.45));
    scene.labels.push_back(fixed({x, low.y - tick, 0}, tick_text(number), {0, 1}, 0, scale));
  }
  if (!one_axis) {
    for (const double number :
         round_ticks(shown.value_at(low.y, 1), shown.value_at(high.y, 1), narrow ? 4 : 5)) {
      const double y = shown.coordinate_of(number, 1);
      if (y > high.y - 0.04 * (high.y - low.y)) {
        continue;  // the axis' title stands there
      }
      frame.edges.push_back(hairline({low.x, y, 0}, {low.x - tick, y, 0}, 0.45));
      scene.labels.push_back(fixed({low.x - tick, y, 0}, tick_text(number), {-1, 0}, 0, scale));
    }
  }
  const auto& titles = parts.study->frame.titles;
  // Past the numbers, whose height does not shrink with the strokes.
  Viewport viewport;
  viewport.width = parts.request->width;
  viewport.height = parts.request->height;
  const double below = 21 * std::max(1.0, scene.font_size / 14) / stroke_scale(viewport);
  scene.labels.push_back(axis_title(parts, scene, {0.5 * (low.x + high.x), low.y - tick, 0},
                                    titles[0], {0, 1}, below));
  if (!one_axis) {
    scene.labels.push_back(axis_title(parts, scene, {low.x, high.y, 0}, titles[1], {0, -1}, 2));
  }
  scene.edges.push_back(std::move(frame));
}

SceneLabel named(const SampleParts& parts, int row, std::vector<LabelSpan> spans,
                 double importance) {
  SceneLabel label;
  label.anchor = parts.inset ? parts.inset->place(parts.place(row)) : parts.place(row);
  label.spans = std::move(spans);
  label.importance = importance;
  label.clearance = parts.inset ? 11 : 9;
  label.scale = parts.request->width < k_wide_figure ? 0.84 : 1;
  label.subjects = {data_point_subject(row)};
  return label;
}

SceneLabel followed_label(const SampleParts& parts) {
  const Vec3 at = parts.synthetic_place(*parts.followed);
  SceneLabel label;
  label.anchor = parts.inset ? parts.inset->place(at) : at;
  label.spans = {{"x", true, false}};
  label.subjects = {synthetic_point_subject(*parts.followed)};
  label.importance = 2;
  label.clearance = 12;
  return label;
}

}  // namespace

void add_sample_axes(const SampleParts& parts, Scene& scene) {
  if (!parts.shows("axes")) {
    return;
  }
  if (parts.in_plane) {
    add_frame(parts, scene);
    return;
  }
  const Vec3 low = parts.box.minimum, size = parts.box.maximum - parts.box.minimum;
  scene.axes.visible = true;
  scene.axes.titles = parts.study->frame.titles;
  scene.axes.origin = low;
  scene.axes.ends = {low + Vec3{size.x, 0, 0}, low + Vec3{0, size.y, 0}, low + Vec3{0, 0, size.z}};
}

void add_sample_labels(const SampleParts& parts, Scene& scene) {
  if (!parts.shows("labels") || !parts.followed) {
    return;
  }
  const std::vector<int> vertices = parts.chosen_vertices();
  const auto weights = parts.study->resampled.synthetic.coordinates_of(*parts.followed);
  if (!parts.step || *parts.step == 5) {
    for (std::size_t i = 0; i < vertices.size(); ++i) {
      std::vector<LabelSpan> spans = {{to_text(weights[i], 2), true, false}};
      if (parts.request->width >= k_wide_figure) {
        spans.push_back({" " + row_text(vertices[i]), false, false});
      }
      scene.labels.push_back(named(parts, vertices[i], std::move(spans), weights[i]));
    }
    scene.labels.push_back(followed_label(parts));
  } else if (*parts.step == 1 && !vertices.empty()) {
    scene.labels.push_back(
        named(parts, parts.base_vertex(), {{row_text(parts.base_vertex()), true}}, 2));
    double rank = 1;
    for (const int neighbor : parts.base_neighbors()) {
      scene.labels.push_back(named(parts, neighbor, {{row_text(neighbor)}}, 1 / (rank++)));
    }
  } else if (*parts.step == 4) {
    for (const int row : vertices) {
      scene.labels.push_back(named(parts, row, {{row_text(row), true}}, 1));
    }
  } else if (*parts.step == 6) {
    scene.labels.push_back(followed_label(parts));
  }
}

}  // namespace baryscope
