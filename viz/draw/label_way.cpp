#include "viz/draw/label_way.h"

#include <algorithm>
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

}  // namespace

/// What stays is known by what it names; what leaves, whose text may be gone, by its words and its
/// place.
LabelWay::LabelWay(const std::vector<PlacedLabel>& placed, const Scene& before, const Scene& now)
    : m_start(now.labels.size()) {
  const std::size_t n_staying = now.way ? now.way->to->labels.size() : now.labels.size();
  std::vector<bool> taken(before.labels.size(), false);
  for (std::size_t i = 0; i < now.labels.size(); ++i) {
    const SceneLabel& label = now.labels[i];
    const auto is_same = [&](const SceneLabel& old) {
      return (old.anchor == label.anchor && same_text(old, label)) ||
             (i < n_staying && !label.subjects.empty() && old.subjects == label.subjects);
    };
    const auto found = std::find_if(placed.begin(), placed.end(), [&](const PlacedLabel& each) {
      const auto from = static_cast<std::size_t>(each.label);
      return from < before.labels.size() && !taken[from] && is_same(before.labels[from]);
    });
    m_start[i].visible = false;
    if (found == placed.end()) continue;
    taken[static_cast<std::size_t>(found->label)] = true;
    m_start[i] = *found;
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
      left += (1 - t) * (left_of(*start, here.width) - left);
      top += (1 - t) * (start->y - start->anchor_y - top);
    } else if (i < m_goal.size()) {
      // It found no room at one of the ends.
      here.opacity = goal != nullptr ? t : 1 - t;
    }
    here.x = at->x + left, here.y = at->y + top;
  }
  return placed;
}

}  // namespace baryscope
