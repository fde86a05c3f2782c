#include "viz/text/label_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>
#include <optional>
#include <utility>

#include "viz/scene/drawn_size.h"
#include "viz/scene/figure_layout.h"
#include "viz/text/label_scenery.h"
#include "viz/text/name_column.h"
#include "viz/text/screen_obstacles.h"

namespace baryscope {
namespace {

constexpr double k_gap = 4;           // between a label and its own point
constexpr double k_label_gap = 2;     // half of it around each label
constexpr double k_edge = 10;         // between a label and the edge of the paper at its sides
constexpr double k_leader_from = 10;  // a box farther than this from its anchor gets a leader line
constexpr double k_rings[] = {14, 26, 42, 62, 88, 120, 160};  // gap to the anchor, in pixels
constexpr int k_angles = 16;
constexpr double k_most_away = 1.3;  // of a name in a column from its point, times its height

// Costs in units of "one place less liked".
constexpr double k_ink_cost = 14;      // of a box wholly under a stroke
constexpr double k_inward_cost = 2.4;  // of pointing straight at the middle of the scene
constexpr double k_ring_cost = 2.2;    // of the first ring, more of the farther ones

struct Candidate {
  ScreenBox box;
  bool leader = false;
  double cost = 0;
};

ScreenBox grown(const ScreenBox& box, double by) {
  return {box.left - by, box.top - by, box.right + by, box.bottom + by};
}
ScreenSegment leader_of(double x, double y, const ScreenBox& box) {
  return {x, y, std::clamp(x, box.left, box.right), std::clamp(y, box.top, box.bottom)};
}
double distance(double x, double y, const ScreenBox& box) {
  const ScreenSegment line = leader_of(x, y, box);
  return std::hypot(line.x1 - line.x0, line.y1 - line.y0);
}

/// A name beside its point: those of a column make room for each other.
bool is_in_column(const SceneLabel& label) {
  return label.side && (*label.side)[1] == 0 && !label.is_whole && !label.subjects.empty() &&
         !label.spans.empty();
}

class Placer {
 public:
  Placer(const Scene& scene, const Camera& camera, const Viewport& viewport, TextPainter& painter)
      : m_scene(scene),
        m_camera(camera),
        m_viewport(viewport),
        m_painter(painter),
        m_size(scene, camera, viewport),
        m_area{std::max(viewport.margin_left + k_label_gap, k_edge),
               viewport.margin_top + k_label_gap,
               viewport.width - std::max(viewport.margin_right + k_label_gap, k_edge),
               viewport.height - viewport.margin_bottom - k_label_gap},
        m_scenery(scene, camera, viewport, painter) {}

  /// Once, before the first place().
  void spread_columns();
  PlacedLabel place(int label, const PlacedLabel* previous);
  static bool is_kept(const SceneLabel& label) {
    return std::any_of(label.spans.begin(), label.spans.end(),
                       [](const LabelSpan& span) { return span.bold; });
  }

 private:
  [[nodiscard]] bool is_inside(const ScreenBox& box) const {
    return box.left >= m_area.left && box.right <= m_area.right && box.top >= m_area.top &&
           box.bottom <= m_area.bottom;
  }
  [[nodiscard]] bool fits(const Candidate& candidate) const {
    return is_inside(candidate.box) &&
           !m_scenery.obstacles.hits_box(grown(candidate.box, k_label_gap)) &&
           !m_scenery.obstacles.hits_disc(candidate.box) &&
           (!candidate.leader || is_clear(leader_of(m_x, m_y, candidate.box)));
  }
  /// A leader line must touch no other label, point or leader, lest it seem to belong to that.
  [[nodiscard]] bool is_clear(ScreenSegment leader) const {
    const double length = std::hypot(leader.x1 - leader.x0, leader.y1 - leader.y0);
    const double t = length > 0 ? std::min(1.0, m_clearance / length) : 0;
    leader.x0 += t * (leader.x1 - leader.x0);
    leader.y0 += t * (leader.y1 - leader.y0);
    return !m_scenery.obstacles.hits_box(leader) && !m_scenery.obstacles.hits_disc(leader);
  }
  /// Adds what every place costs: strokes below, and the side towards the scene's middle.
  [[nodiscard]] double cost(const ScreenBox& box) const {
    const double dx = 0.5 * (box.left + box.right) - m_x, dy = 0.5 * (box.top + box.bottom) - m_y;
    const double outward_x = m_x - m_scenery.middle_x, outward_y = m_y - m_scenery.middle_y;
    const double far = std::hypot(outward_x, outward_y);
    double inward = 0.5;
    if (far > 1) {
      const double cosine =
          (dx * outward_x + dy * outward_y) / std::max(1e-9, std::hypot(dx, dy) * far);
      // In the very middle no side is better than another.
      inward = 0.5 - 0.5 * cosine * std::min(1.0, far / 60);
    }
    return k_ink_cost * m_scenery.ink.cover(box) + k_inward_cost * inward;
  }
  void consider(Candidate candidate) {
    candidate.cost += cost(candidate.box);
    if ((!m_best || candidate.cost < m_best->cost) && fits(candidate)) m_best = candidate;
  }
  void measure(const SceneLabel& label) {
    TextStyle style;
    style.size = label_points(m_scene, label.scale);
    m_painter.measure(label.spans, style, m_width, m_height);
  }
  void consider_side(int index);
  void consider_near();
  void consider_away(Vec3 from);
  void consider_ring(double gap, double ring_cost);
  void squeeze_in();
  void accept(const SceneLabel& label, PlacedLabel& placed);

  const Scene& m_scene;
  const Camera& m_camera;
  const Viewport& m_viewport;
  TextPainter& m_painter;
  DrawnSize m_size;
  ScreenBox m_area;
  LabelScenery m_scenery;
  std::map<int, std::optional<double>> m_tops;  ///< of names in columns; nothing: left out

  // Of the label in hand.
  double m_x = 0, m_y = 0, m_width = 0, m_height = 0, m_clearance = 0;
  std::optional<Candidate> m_best;
};

/// Twelve places that touch the anchor's clearance, the most readable ones first.
void Placer::consider_near() {
  const double r = m_clearance;
  const double corner = 0.75 * r;
  const double w = m_width, h = m_height;
  const struct {
    double left, top, cost;
  } places[] = {
      {r, -h / 2, 0.0},
      {-r - w, -h / 2, 0.3},
      {corner, -corner - h, 0.3},
      {corner, corner, 0.4},
      {-corner - w, -corner - h, 0.5},
      {-corner - w, corner, 0.6},
      {-w / 2, -r - h, 0.3},
      {-w / 2, r, 0.5},
      {-w / 4, -r - h, 0.6},
      {-0.75 * w, -r - h, 0.7},
      {-w / 4, r, 0.8},
      {-0.75 * w, r, 0.9},
  };
  for (const auto& place : places) {
    const double left = m_x + place.left, top = m_y + place.top;
    consider({{left, top, left + w, top + h}, false, place.cost});
  }
}

/// Columns are told apart by their side and by where their points stand.
void Placer::spread_columns() {
  struct Names {
    std::vector<int> labels;
    std::vector<ColumnName> names;
  };
  std::map<std::pair<double, long>, Names> columns;
  for (int i = 0; i < static_cast<int>(m_scene.labels.size()); ++i) {
    const SceneLabel& label = m_scene.labels[static_cast<std::size_t>(i)];
    if (!is_in_column(label)) continue;
    const auto at = find_on_screen(m_camera, m_viewport, label.anchor);
    if (!at || at->y < 0 || at->y > m_viewport.height) continue;
    measure(label);
    Names& column = columns[{(*label.side)[0], std::lround(at->x)}];
    column.labels.push_back(i);
    column.names.push_back(
        {at->y, m_height + 2 * k_label_gap, label.importance + (is_kept(label) ? 1000 : 0)});
  }
  const double top = m_viewport.margin_top, bottom = m_viewport.height - m_viewport.margin_bottom;
  for (const auto& [place, column] : columns) {
    const auto tops = spread_column(column.names, top, bottom, k_most_away);
    for (std::size_t i = 0; i < tops.size(); ++i) {
      m_tops[column.labels[i]] = tops[i] ? std::optional(*tops[i] + k_label_gap) : std::nullopt;
    }
  }
}

/// The one place of a label that has its side, wherever that is in the picture.
void Placer::consider_side(int index) {
  const SceneLabel& label = m_scene.labels[static_cast<std::size_t>(index)];
  const std::array<double, 2>& side = *label.side;
  const double x = m_x + side[0] * (m_clearance + m_width / 2);
  const double y = m_y + side[1] * (m_clearance + m_height / 2);
  ScreenBox box{x - m_width / 2, y - m_height / 2, x + m_width / 2, y + m_height / 2};
  // Beside the plot's frame there is room; above and below it stand the title and the legend.
  const double top = m_viewport.margin_top, bottom = m_viewport.height - m_viewport.margin_bottom;
  if (label.is_whole) {
    static constexpr double edge = 8;
    const auto inside = [](double begin, double size, double low, double high) {
      return std::max(low, std::min(begin, high - size));
    };
    box.left = inside(box.left, m_width, edge, m_viewport.width - edge);
    box.top =
        inside(box.top, m_height, std::max(edge, top), std::min(bottom, m_viewport.height - edge));
    m_best = Candidate{{box.left, box.top, box.left + m_width, box.top + m_height}, false, 0};
    return;
  }
  if (const auto found = m_tops.find(index); found != m_tops.end()) {
    if (!found->second) return;
    box.top = *found->second;
    box.bottom = box.top + m_height;
  }
  if (box.left >= 0 && box.right <= m_viewport.width && box.top >= top && box.bottom <= bottom &&
      !m_scenery.obstacles.hits_box(box)) {
    m_best = Candidate{box, false, 0};
  }
}

/// Along the way from that place to the anchor, and a little to either side of it.
void Placer::consider_away(Vec3 from) {
  constexpr double k_most_gap = 90, k_gap_step = 6, k_turn = std::numbers::pi / 15;
  constexpr int k_turns = 5;
  const auto middle = find_on_screen(m_camera, m_viewport, from);
  const double dx = middle ? m_x - middle->x : 0, dy = middle ? m_y - middle->y : -1;
  const double straight = std::hypot(dx, dy) > 1 ? std::atan2(dy, dx) : -std::numbers::pi / 2;
  const double near_x = m_width / 2, near_y = m_height / 2;
  for (double gap = 0; gap <= k_most_gap; gap += k_gap_step) {
    for (int turn = -k_turns; turn <= k_turns; ++turn) {
      const double cost = gap / k_gap_step + 1.5 * std::abs(turn);
      if (m_best && m_best->cost <= cost) {
        continue;
      }
      const double angle = straight + turn * k_turn, far = m_clearance + gap;
      const double right = std::cos(angle), down = std::sin(angle);
      const auto beside = [](double part) {
        return std::clamp(std::numbers::sqrt2 * part, -1.0, 1.0);
      };
      const double x = m_x + right * far + beside(right) * near_x;
      const double y = m_y + down * far + beside(down) * near_y;
      const Candidate candidate{{x - near_x, y - near_y, x + near_x, y + near_y},
                                gap > k_leader_from,
                                cost + k_ink_cost * m_scenery.ink.cover({x - near_x, y - near_y,
                                                                         x + near_x, y + near_y})};
      if ((!m_best || candidate.cost < m_best->cost) && fits(candidate)) m_best = candidate;
    }
  }
}

void Placer::consider_ring(double gap, double ring_cost) {
  const double r = m_clearance + gap;
  for (int i = 0; i < k_angles; ++i) {
    const double angle = 2 * std::numbers::pi * i / k_angles;
    const double x = m_x + std::cos(angle) * (r + m_width / 2);
    const double y = m_y + std::sin(angle) * (r + m_height / 2);
    consider(
        {{x - m_width / 2, y - m_height / 2, x + m_width / 2, y + m_height / 2}, true, ring_cost});
  }
}

/// For a label that must not be dropped: anywhere in the area, at worst over points, at the very
/// worst over another label.
void Placer::squeeze_in() {
  const double step = 12;
  double best[2] = {std::numeric_limits<double>::infinity(),
                    std::numeric_limits<double>::infinity()};
  std::optional<Candidate> found[2];
  for (double top = m_area.top; top <= m_area.bottom - m_height; top += step)
    for (double left = m_area.left; left <= m_area.right - m_width; left += step) {
      Candidate candidate{{left, top, left + m_width, top + m_height}, true, 0};
      const double away = distance(m_x, m_y, candidate.box);
      if (away < best[0] && fits(candidate)) {
        best[0] = away;
        found[0] = candidate;
      } else if (away < best[1] &&
                 !m_scenery.obstacles.hits_box(grown(candidate.box, k_label_gap))) {
        best[1] = away;
        found[1] = candidate;
      }
    }
  m_best = found[0] ? found[0] : found[1];
  if (m_best) return;
  const double left = std::max(m_area.left, std::min(m_x + m_clearance, m_area.right - m_width));
  const double top = std::max(m_area.top, std::min(m_y - m_height / 2, m_area.bottom - m_height));
  m_best = Candidate{{left, top, left + m_width, top + m_height}, true, 0};
}

void Placer::accept(const SceneLabel& label, PlacedLabel& placed) {
  const ScreenBox& box = m_best->box;
  placed.x = box.left;
  placed.y = box.top;
  placed.visible = true;
  placed.leader = distance(m_x, m_y, box) > m_clearance + k_leader_from;
  m_scenery.obstacles.add(grown(box, k_label_gap));
  if (placed.leader) m_scenery.obstacles.add(leader_of(m_x, m_y, box));
  for (const Vec3& anchor : label.more_anchors) {
    const auto at = find_on_screen(m_camera, m_viewport, anchor);
    if (!at || distance(at->x, at->y, box) <= m_clearance + k_leader_from) continue;
    placed.leader = true;
    m_scenery.obstacles.add(leader_of(at->x, at->y, box));
  }
}

PlacedLabel Placer::place(int index, const PlacedLabel* previous) {
  const SceneLabel& label = m_scene.labels[static_cast<std::size_t>(index)];
  PlacedLabel placed;
  placed.label = index;
  placed.visible = false;
  measure(label);
  placed.width = m_width;
  placed.height = m_height;
  const auto at = find_on_screen(m_camera, m_viewport, label.anchor);
  if (!at || label.spans.empty()) return placed;
  m_x = placed.anchor_x = at->x;
  m_y = placed.anchor_y = at->y;
  if (m_x < 0 || m_x > m_viewport.width || m_y < 0 || m_y > m_viewport.height) return placed;
  placed.clearance = label.clearance * m_size.at(label.anchor);
  m_clearance = placed.clearance + k_gap;
  m_best.reset();
  if (label.side) {
    consider_side(index);
    if (m_best) {
      placed.x = m_best->box.left;
      placed.y = m_best->box.top;
      placed.visible = true;
      placed.leader = is_in_column(label) &&
                      distance(m_x, m_y, m_best->box) > m_clearance + 0.5 * k_leader_from;
      m_scenery.obstacles.add(grown(m_best->box, k_label_gap));
    }
    return placed;
  }

  if (previous != nullptr && previous->visible) {
    const double left = m_x + previous->x - previous->anchor_x;
    const double top = m_y + previous->y - previous->anchor_y;
    const ScreenBox box{left, top, left + m_width, top + m_height};
    const bool far = distance(m_x, m_y, box) > m_clearance + k_leader_from;
    const Candidate kept{box, far, 0};
    // A label on a leader line comes home as soon as there is room.
    if (far && label.away_from) consider_away(*label.away_from);
    if (far && !label.away_from) consider_near();
    if (!m_best && fits(kept)) m_best = kept;
  }
  if (!m_best && label.away_from) consider_away(*label.away_from);
  if (!m_best && !label.away_from) {
    consider_near();
    double ring_cost = k_ring_cost;
    for (const double gap : k_rings) {
      if (m_best && m_best->cost <= ring_cost) break;
      consider_ring(gap, ring_cost);
      ring_cost += 0.4 * k_ring_cost;
    }
  }
  if (!m_best && is_kept(label)) squeeze_in();
  if (m_best) accept(label, placed);
  return placed;
}

}  // namespace

std::vector<PlacedLabel> place_labels(const Scene& scene, const Camera& camera,
                                      const Viewport& viewport, TextPainter& painter,
                                      const std::vector<PlacedLabel>& previous) {
  Placer placer(scene, camera, viewport, painter);
  placer.spread_columns();
  std::vector<const PlacedLabel*> previous_of(scene.labels.size(), nullptr);
  for (const PlacedLabel& label : previous)
    if (label.label >= 0 && static_cast<std::size_t>(label.label) < previous_of.size())
      previous_of[static_cast<std::size_t>(label.label)] = &label;

  std::vector<int> order(scene.labels.size());
  std::iota(order.begin(), order.end(), 0);
  const auto label_of = [&](int i) -> const SceneLabel& {
    return scene.labels[static_cast<std::size_t>(i)];
  };
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    const bool a_kept = Placer::is_kept(label_of(a)), b_kept = Placer::is_kept(label_of(b));
    const bool a_still = label_of(a).side.has_value(), b_still = label_of(b).side.has_value();
    if (a_still != b_still) return a_still;
    if (a_kept != b_kept) return a_kept;
    return label_of(a).importance > label_of(b).importance;
  });
  std::vector<PlacedLabel> placed(scene.labels.size());
  for (const int label : order)
    placed[static_cast<std::size_t>(label)] =
        placer.place(label, previous_of[static_cast<std::size_t>(label)]);
  return placed;
}

}  // namespace baryscope
