#include "viz/views/samples/samples_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace baryscope {
namespace {

constexpr std::array k_sides = {0.58, 0.5, 0.42, 0.35};    // of the plane's shorter side
constexpr double k_large = 0.3;                            // of that side: needs no inset
constexpr double k_padding = 0.5, k_narrow_padding = 0.6;  // around the subject, in its own size
constexpr double k_most_covered = 0.16;  // of all points, those of small classes counted more
constexpr double k_least_factor = 1.5;
constexpr double k_first_simplex_step = 2.5;

bool overlaps(Vec3 low, Vec3 high, Vec3 other_low, Vec3 other_high) {
  return low.x < other_high.x && other_low.x < high.x && low.y < other_high.y &&
         other_low.y < high.y;
}
bool holds(Vec3 low, Vec3 high, Vec3 p) {
  return p.x > low.x && p.x < high.x && p.y > low.y && p.y < high.y;
}

/// How many points a square would cover, with those of small classes counted more.
double covered(const SampleParts& parts, Vec3 low, Vec3 high) {
  double sum = 0;
  for (std::size_t c = 0; c < parts.classes.size(); ++c) {
    for (const int row : parts.classes[c].rows) {
      if (holds(low, high, parts.place(row))) {
        sum += static_cast<int>(c) == parts.majority ? 1 : 4;
      }
    }
  }
  return sum;
}

/// Whether the way from a to b passes the inside of a box.
bool crosses(Vec3 a, Vec3 b, Vec3 low, Vec3 high) {
  constexpr int n_steps = 40;
  for (int i = 1; i < n_steps; ++i) {
    if (holds(low, high, a + (static_cast<double>(i) / n_steps) * (b - a))) {
      return true;
    }
  }
  return false;
}

std::array<Vec3, 4> corners(Vec3 low, Vec3 high) {
  return {{{low.x, low.y, 0}, {high.x, low.y, 0}, {high.x, high.y, 0}, {low.x, high.y, 0}}};
}

/// Moves the inset to the emptiest square of this side that is off what it magnifies, where that
/// covers less than `best`.
void find_emptiest(const SampleParts& parts, double side, Inset& inset, double& best) {
  constexpr int n_places = 12;
  const Vec3 size = parts.box.maximum - parts.box.minimum;
  const double gap = 0.03 * std::min(size.x, size.y);
  const Vec3 middle = 0.5 * (inset.from_low + inset.from_high);
  for (int y = 0; y <= n_places; ++y) {
    for (int x = 0; x <= n_places; ++x) {
      const Vec3 low = parts.box.minimum + Vec3{gap + (size.x - side - 2 * gap) * x / n_places,
                                                gap + (size.y - side - 2 * gap) * y / n_places, 0};
      const Vec3 high = low + Vec3{side, side, 0};
      if (overlaps(low, high, inset.from_low - Vec3{gap, gap, 0},
                   inset.from_high + Vec3{gap, gap, 0})) {
        continue;
      }
      const double way = length(0.5 * (low + high) - middle) / length(size);
      const double cost = covered(parts, low, high) + way;
      if (cost < best) {
        best = cost;
        inset.low = low;
        inset.high = high;
      }
    }
  }
}

}  // namespace

std::optional<Inset> find_inset(const SampleParts& parts) {
  if (!parts.in_plane || !(parts.look.inset > 0) || !parts.followed ||
      parts.study->frame.n_axes < 2) {
    return std::nullopt;
  }
  std::vector<int> rows = parts.chosen_vertices();
  if (*parts.request->step < k_first_simplex_step) {
    const std::vector<int> neighbors = parts.base_neighbors();
    rows = {parts.base_vertex()};
    rows.insert(rows.end(), neighbors.begin(), neighbors.end());
  }
  if (rows.size() < 2) {
    return std::nullopt;
  }
  Vec3 from_low = parts.place(rows.front()), from_high = from_low;
  for (const int row : rows) {
    const Vec3 p = parts.place(row);
    from_low = {std::min(from_low.x, p.x), std::min(from_low.y, p.y), 0};
    from_high = {std::max(from_high.x, p.x), std::max(from_high.y, p.y), 0};
  }
  const Vec3 size = parts.box.maximum - parts.box.minimum;
  const double shorter = std::min(size.x, size.y);
  const double subject = std::max(from_high.x - from_low.x, from_high.y - from_low.y);
  if (!(subject > 0) || subject > k_large * shorter) {
    return std::nullopt;
  }
  const Vec3 middle = 0.5 * (from_low + from_high);
  const double padding = parts.request->width < k_wide_figure ? k_narrow_padding : k_padding;
  const double half = (0.5 + padding) * subject;
  Inset inset{middle - Vec3{half, half, 0}, middle + Vec3{half, half, 0}, {}, {}};
  // The largest square that leaves nearly everything to be seen, else the one that covers least.
  const double enough = k_most_covered * covered(parts, parts.box.minimum, parts.box.maximum);
  double best = std::numeric_limits<double>::infinity();
  for (const double share : k_sides) {
    const double side = share * shorter;
    if (side >= k_least_factor * 2 * half && best > enough) {
      find_emptiest(parts, side, inset, best);
    }
  }
  return std::isfinite(best) ? std::optional(inset) : std::nullopt;
}

void add_inset(const SampleParts& parts, Scene& scene) {
  if (!parts.inset) {
    return;
  }
  const Inset& inset = *parts.inset;
  const double strength = parts.look.inset;
  FieldMesh panel{"inset", {}, {}, {{0, 1, 2}, {0, 2, 3}}, false};
  const auto around = corners(inset.low, inset.high);
  const auto source = corners(inset.from_low, inset.from_high);
  panel.points.assign(around.begin(), around.end());
  Color paper = scene.theme.paper_top;
  paper.alpha = 0.9 * strength;
  panel.colors.assign(4, paper);
  scene.fields.push_back(std::move(panel));
  EdgeSet frame{"inset", {}};
  for (std::size_t i = 0; i < 4; ++i) {
    frame.edges.push_back(hairline(around[i], around[(i + 1) % 4], 0.5 * strength));
    frame.edges.push_back(hairline(source[i], source[(i + 1) % 4], 0.5 * strength));
    if (!crosses(source[i], around[i], inset.low, inset.high) &&
        !crosses(source[i], around[i], inset.from_low, inset.from_high)) {
      frame.edges.push_back(hairline(source[i], around[i], 0.25 * strength));
    }
  }
  scene.edges.push_back(std::move(frame));
  // The points around the followed ones, receded as in the plane.
  TokenCloud context{"inset", {}};
  const double rim = 0.04 * (inset.from_high.x - inset.from_low.x);
  for (std::size_t c = 0; c < parts.classes.size(); ++c) {
    const ClassLook& look = parts.classes[c];
    for (const int row : look.rows) {
      const Vec3 at = parts.place(row);
      if (!holds(inset.from_low + Vec3{rim, rim, 0}, inset.from_high - Vec3{rim, rim, 0}, at)) {
        continue;
      }
      ScenePoint point;
      point.position = inset.place(at);
      point.radius = 1.5 * look.radius;
      point.role = look.role;
      point.glyph = look.glyph;
      point.subject = data_point_subject(row);
      point.opacity =
          strength * std::min(0.4, static_cast<int>(c) == parts.majority ? parts.look.majority
                                                                         : parts.look.others);
      context.points.push_back(point);
    }
  }
  scene.clouds.push_back(std::move(context));
}

}  // namespace baryscope
