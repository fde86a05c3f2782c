#include "viz/scene/picking.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/drawn_size.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

/// The best candidate of one kind: the smallest distance, within half a pixel the nearest to the
/// eye.
class Nearest {
 public:
  void offer(const Pick& pick, double depth) {
    constexpr double same = 0.5;
    if (!m_pick || pick.distance < m_pick->distance - same ||
        (pick.distance <= m_pick->distance + same && depth < m_depth)) {
      m_pick = pick;
      m_depth = depth;
    }
  }
  [[nodiscard]] const std::optional<Pick>& pick() const { return m_pick; }

 private:
  std::optional<Pick> m_pick;
  double m_depth = 0;
};

/// The part of a segment in front of a perspective camera.
bool clip_to_front(const Camera& camera, Vec3& a, Vec3& b) {
  if (camera.orthographic) {
    return true;
  }
  const Vec3 forward = frame(camera).forward;
  const double least = 1e-3 * length(camera.focal_point - camera.position);
  const double depth_a = dot(a - camera.position, forward);
  const double depth_b = dot(b - camera.position, forward);
  if (depth_a < least && depth_b < least) {
    return false;
  }
  if (depth_a < least) {
    a = a + ((least - depth_a) / (depth_b - depth_a)) * (b - a);
  } else if (depth_b < least) {
    b = b + ((least - depth_b) / (depth_a - depth_b)) * (a - b);
  }
  return true;
}

/// How far a flat mark is drawn in front of its place, in radii (points.frag).
double lift(Glyph glyph) {
  switch (glyph) {
    case Glyph::cross:
    case Glyph::plus:
      return 0.5;
    case Glyph::hollow_disc:
      return 0.8;
    default:
      return 1;
  }
}

std::optional<Pick> find_point(const Scene& scene, const Camera& camera, const Viewport& viewport,
                               double x, double y, double n_pixels) {
  Nearest best;
  const DrawnSize size(scene, camera, viewport);
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      const auto at = to_screen(camera, viewport, point.position);
      if (!at || !(point.opacity > 0)) {
        continue;
      }
      const double radius = point.radius * size.at(point.position);
      const double off = std::max(0.0, std::hypot(at->x - x, at->y - y) - radius);
      if (off > n_pixels) {
        continue;
      }
      const double toward_eye =
          is_flat(point.glyph)
              ? lift(point.glyph) * radius / pixels_per_unit(camera, viewport, at->depth)
              : 0;
      best.offer({point.subject, point.position, off}, at->depth - toward_eye);
    }
  }
  return best.pick();
}

/// Offers lines one by one.
class LinePicker {
 public:
  LinePicker(const Scene& scene, const Camera& camera, const Viewport& viewport, double x, double y,
             double n_pixels)
      : m_camera(camera),
        m_viewport(viewport),
        m_size(scene, camera, viewport),
        m_x(x),
        m_y(y),
        m_reach(n_pixels) {}

  /// A straight piece of what `subject` stands for; `middle` of the whole.
  void offer(Vec3 from, Vec3 to, double width, const Subject& subject, Vec3 middle) {
    Vec3 a = from, b = to;
    if (!clip_to_front(m_camera, a, b)) {
      return;
    }
    const auto start = to_screen(m_camera, m_viewport, a);
    const auto end = to_screen(m_camera, m_viewport, b);
    if (start && end) {
      offer(*start, *end, width * m_size.at(from), width * m_size.at(to), subject, middle);
    }
  }
  /// Of a piece whose ends are on screen already, with its widths there in pixels.
  void offer(const ScreenPoint& start, const ScreenPoint& end, double from_width, double to_width,
             const Subject& subject, Vec3 middle) {
    const double dx = end.x - start.x;
    const double dy = end.y - start.y;
    const double squared = dx * dx + dy * dy;
    const double along =
        squared > 0 ? std::clamp(((m_x - start.x) * dx + (m_y - start.y) * dy) / squared, 0.0, 1.0)
                    : 0;
    // Between the ends of the whole edge, as it is drawn where the eye cuts it too.
    const double width = from_width + along * (to_width - from_width);
    const double off = std::max(
        0.0, std::hypot(start.x + along * dx - m_x, start.y + along * dy - m_y) - width / 2);
    if (off <= m_reach) {
      m_best.offer({subject, middle, off}, start.depth + along * (end.depth - start.depth));
    }
  }
  [[nodiscard]] double size_at(Vec3 place) const { return m_size.at(place); }
  [[nodiscard]] const std::optional<Pick>& pick() const { return m_best.pick(); }

 private:
  const Camera& m_camera;
  const Viewport& m_viewport;
  DrawnSize m_size;
  double m_x, m_y, m_reach;
  Nearest m_best;
};

/// The places of all its edges are projected once.
void offer_columns(const EdgeColumns& set, const Camera& camera, const Viewport& viewport,
                   LinePicker& picker) {
  struct Place {
    std::optional<ScreenPoint> at;
    double size = 1;
  };
  std::vector<Place> places;
  places.reserve(set.places.size());
  for (const Vec3& place : set.places) {
    places.push_back({to_screen(camera, viewport, place), picker.size_at(place)});
  }
  for (std::size_t i = 0; i < set.ends.size(); ++i) {
    const auto [a, b] = set.ends[i];
    const SceneEdge edge = edge_at(set, i);
    const Vec3 middle = 0.5 * (edge.from + edge.to);
    if (places[a].at && places[b].at) {
      picker.offer(*places[a].at, *places[b].at, edge.width * places[a].size,
                   edge.width * places[b].size, edge.subject, middle);
    } else {
      picker.offer(edge.from, edge.to, edge.width, edge.subject, middle);
    }
  }
}

std::optional<Pick> find_line(const Scene& scene, const Camera& camera, const Viewport& viewport,
                              double x, double y, double n_pixels) {
  LinePicker picker(scene, camera, viewport, x, y, n_pixels);
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) {
      if (!edge.subject.none() && edge.opacity > 0) {
        picker.offer(edge.from, edge.to, edge.width, edge.subject, 0.5 * (edge.from + edge.to));
      }
    }
  }
  for (const EdgeColumns& set : scene.edge_columns) {
    if (set.opacity > 0 && set.kind != Subject::Kind::none) {
      offer_columns(set, camera, viewport, picker);
    }
  }
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      if (curve.subject.none() || !(curve.opacity > 0)) {
        continue;
      }
      for (std::size_t i = 0; i + 1 < curve.points.size(); ++i) {
        picker.offer(curve.points[i], curve.points[i + 1], curve.width, curve.subject,
                     curve.points[curve.points.size() / 2]);
      }
    }
  }
  return picker.pick();
}

std::optional<Pick> find_triangle(const Scene& scene, const Camera& camera,
                                  const Viewport& viewport, double x, double y) {
  Nearest best;
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& triangle : set.triangles) {
      const auto a = to_screen(camera, viewport, triangle.corners[0]);
      const auto b = to_screen(camera, viewport, triangle.corners[1]);
      const auto c = to_screen(camera, viewport, triangle.corners[2]);
      if (!a || !b || !c || !(triangle.opacity > 0)) {
        continue;
      }
      const double area = (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y);
      if (area == 0) {
        continue;
      }
      const double wb = ((x - a->x) * (c->y - a->y) - (c->x - a->x) * (y - a->y)) / area;
      const double wc = ((b->x - a->x) * (y - a->y) - (x - a->x) * (b->y - a->y)) / area;
      const double wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) {
        continue;
      }
      // On screen the reciprocal depth is linear.
      const double depth = camera.orthographic
                               ? wa * a->depth + wb * b->depth + wc * c->depth
                               : 1 / (wa / a->depth + wb / b->depth + wc / c->depth);
      const Vec3 middle =
          (1.0 / 3) * (triangle.corners[0] + triangle.corners[1] + triangle.corners[2]);
      best.offer({triangle.subject, middle, 0}, depth);
    }
  }
  return best.pick();
}

}  // namespace

std::optional<Pick> find_pick(const Scene& scene, const Camera& camera, const Viewport& viewport,
                              double x, double y, double n_pixels) {
  if (auto pick = find_point(scene, camera, viewport, x, y, n_pixels)) {
    return pick;
  }
  if (auto pick = find_line(scene, camera, viewport, x, y, n_pixels)) {
    return pick;
  }
  return find_triangle(scene, camera, viewport, x, y);
}

}  // namespace baryscope
