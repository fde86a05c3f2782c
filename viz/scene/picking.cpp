#include "viz/scene/picking.h"

#include <algorithm>
#include <cmath>

#include "viz/scene/drawn_size.h"

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
  for (std::size_t c = 0; c < scene.clouds.size(); ++c) {
    const std::vector<ScenePoint>& points = scene.clouds[c].points;
    for (std::size_t p = 0; p < points.size(); ++p) {
      const ScenePoint& point = points[p];
      const auto at = to_screen(camera, viewport, point.position);
      if (!at || !(point.opacity > 0)) {
        continue;
      }
      const double radius = point.radius * size.at(point.position);
      const double off = std::max(0.0, std::hypot(at->x - x, at->y - y) - radius);
      if (off > n_pixels) {
        continue;
      }
      Pick pick;
      const bool output = point.role == Role::output_inside || point.role == Role::output_outside;
      pick.kind = output                              ? Pick::Kind::output
                  : !is_flat(point.glyph)             ? Pick::Kind::token
                  : point.glyph == Glyph::hollow_disc ? Pick::Kind::synthetic_point
                                                      : Pick::Kind::data_point;
      pick.structure = static_cast<int>(c);
      pick.element = static_cast<int>(p);
      pick.token = point.token;
      pick.distance = off;
      const double toward_eye =
          is_flat(point.glyph)
              ? lift(point.glyph) * radius / pixels_per_unit(camera, viewport, at->depth)
              : 0;
      best.offer(pick, at->depth - toward_eye);
    }
  }
  return best.pick();
}

std::optional<Pick> find_edge(const Scene& scene, const Camera& camera, const Viewport& viewport,
                              double x, double y, double n_pixels) {
  Nearest best;
  const DrawnSize size(scene, camera, viewport);
  for (std::size_t s = 0; s < scene.edges.size(); ++s) {
    const std::vector<SceneEdge>& edges = scene.edges[s].edges;
    for (std::size_t e = 0; e < edges.size(); ++e) {
      if (edges[e].query < 0 && edges[e].key < 0) {
        continue;  // a line of the drawing, which stands for nothing
      }
      Vec3 a = edges[e].from;
      Vec3 b = edges[e].to;
      if (!(edges[e].opacity > 0) || !clip_to_front(camera, a, b)) {
        continue;
      }
      const auto from = to_screen(camera, viewport, a);
      const auto to = to_screen(camera, viewport, b);
      if (!from || !to) {
        continue;
      }
      const double dx = to->x - from->x;
      const double dy = to->y - from->y;
      const double squared = dx * dx + dy * dy;
      const double along =
          squared > 0 ? std::clamp(((x - from->x) * dx + (y - from->y) * dy) / squared, 0.0, 1.0)
                      : 0;
      // Between the ends of the whole edge, as it is drawn where the eye cuts it too.
      const double from_size = size.at(edges[e].from), to_size = size.at(edges[e].to);
      const double width = edges[e].width * (from_size + along * (to_size - from_size));
      const double off =
          std::max(0.0, std::hypot(from->x + along * dx - x, from->y + along * dy - y) - width / 2);
      if (off > n_pixels) {
        continue;
      }
      Pick pick;
      pick.kind = Pick::Kind::edge;
      pick.structure = static_cast<int>(s);
      pick.element = static_cast<int>(e);
      pick.token = edges[e].key;
      pick.distance = off;
      best.offer(pick, from->depth + along * (to->depth - from->depth));
    }
  }
  return best.pick();
}

std::optional<Pick> find_triangle(const Scene& scene, const Camera& camera,
                                  const Viewport& viewport, double x, double y) {
  Nearest best;
  for (std::size_t s = 0; s < scene.triangles.size(); ++s) {
    const std::vector<SceneTriangle>& triangles = scene.triangles[s].triangles;
    for (std::size_t t = 0; t < triangles.size(); ++t) {
      const SceneTriangle& triangle = triangles[t];
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
      Pick pick;
      pick.kind = Pick::Kind::triangle;
      pick.structure = static_cast<int>(s);
      pick.element = static_cast<int>(t);
      pick.token = triangle.key;
      pick.key_prime = triangle.key_prime;
      best.offer(pick, depth);
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
  if (auto pick = find_edge(scene, camera, viewport, x, y, n_pixels)) {
    return pick;
  }
  return find_triangle(scene, camera, viewport, x, y);
}

}  // namespace baryscope
