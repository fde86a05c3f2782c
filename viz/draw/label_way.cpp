#include "viz/draw/label_way.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "viz/scene/figure_layout.h"
#include "viz/text/label_scenery.h"

namespace baryscope {
namespace {

bool same_text(const SceneLabel& a, const SceneLabel& b) {
  return std::equal(a.spans.begin(), a.spans.end(), b.spans.begin(), b.spans.end(),
                    [](const LabelSpan& x, const LabelSpan& y) { return x.text == y.text; });
}

/// From the anchor to the left of a box of another width that stands on the same side.
double left_of(const PlacedLabel& placed, double width) {
  const double left = placed.x - placed.anchor_x, right = left + placed.width;
  if (left >= 0) return left;
  return right <= 0 ? right - width : 0.5 * (left + right - width);
}

/// Whether a box that goes straight from one side to the other comes over its own point.
bool passes_over_anchor(double left_before, double left_after, double width, double top_before,
                        double top_after, double height) {
  constexpr int n_steps = 16;
  for (int i = 1; i < n_steps; ++i) {
    const double t = static_cast<double>(i) / n_steps;
    const double left = left_before + t * (left_after - left_before);
    const double top = top_before + t * (top_after - top_before);
    if (left < 0 && left + width > 0 && top < 0 && top + height > 0) return true;
  }
  return false;
}

}  // namespace

/// At its beginning a label stands at the anchor that it had; one that is to come is not seen yet.
LabelWay::LabelWay(const std::vector<PlacedLabel>& placed, const Scene& before, const Scene& now)
    : m_start(now.labels.size()) {
  std::vector<bool> taken(before.labels.size(), false);
  for (std::size_t i = 0; i < now.labels.size(); ++i) {
    const SceneLabel& label = now.labels[i];
    const PlacedLabel* same = nullptr;
    for (const PlacedLabel& each : placed) {
      const auto from = static_cast<std::size_t>(each.label);
      if (label.opacity == 0 || from >= before.labels.size() || taken[from] ||
          !(before.labels[from].anchor == label.anchor)) {
        continue;
      }
      const bool worded = same_text(before.labels[from], label);
      if (same == nullptr || worded) same = &each;
      if (worded) break;
    }
    m_start[i].visible = false;
    if (same == nullptr) continue;
    taken[static_cast<std::size_t>(same->label)] = true;
    m_start[i] = *same;
  }
}

std::vector<PlacedLabel> LabelWay::place(const Scene& scene, const Camera& camera,
                                         const Viewport& viewport, TextPainter& painter) {
  const SceneWay& way = *scene.way;
  if (m_goal.empty()) m_goal = place_labels(*way.to, way.camera, viewport, painter);
  const double t = way.share;
  std::vector<PlacedLabel> placed(scene.labels.size());
  for (std::size_t i = 0; i < placed.size(); ++i) {
    const SceneLabel& label = scene.labels[i];
    PlacedLabel& here = placed[i];
    here.label = static_cast<int>(i);
    here.visible = false;
    const PlacedLabel* start = i < m_start.size() && m_start[i].visible ? &m_start[i] : nullptr;
    const PlacedLabel* goal = i < m_goal.size() && m_goal[i].visible ? &m_goal[i] : nullptr;
    const auto at = find_on_screen(camera, viewport, label.anchor);
    if (!at || (start == nullptr && goal == nullptr)) continue;
    const PlacedLabel& like = goal != nullptr ? *goal : *start;
    here.visible = true;
    here.leader = like.leader;
    here.anchor_x = at->x, here.anchor_y = at->y;
    here.clearance = like.clearance;
    TextStyle style;
    style.size = label_points(scene, label.scale);
    painter.measure(label.spans, style, here.width, here.height);
    double left = left_of(like, here.width), top = like.y - like.anchor_y;
    if (start != nullptr && goal != nullptr) {
      const double left_before = left_of(*start, here.width),
                   top_before = start->y - start->anchor_y;
      if (passes_over_anchor(left_before, left, here.width, top_before, top, here.height)) {
        here.opacity = std::abs(2 * t - 1);
        if (t < 0.5) left = left_before, top = top_before;
      } else {
        left += (1 - t) * (left_before - left);
        top += (1 - t) * (top_before - top);
      }
    } else if (i < m_goal.size()) {
      // It found no room at one of the ends.
      here.opacity = goal != nullptr ? t : 1 - t;
    }
    here.x = at->x + left, here.y = at->y + top;
  }
  return placed;
}

}  // namespace baryscope
