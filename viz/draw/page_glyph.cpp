#include "viz/draw/page_glyph.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <utility>

#include "viz/draw/shading.h"

namespace baryscope {
namespace {

constexpr double k_halo_opacity = 0.8;

class GlyphPainter {
 public:
  explicit GlyphPainter(const GlyphLook& look) : m_look(look) {}

  void sphere();
  void ring();
  void disc(bool hollow);
  void pyramid(const std::array<Vec3, 3>& axes);
  void hollow_diamond();
  /// Closed through places in radii, y upwards.
  void polygon(const std::vector<PagePoint>& corners, double halo_share = 1);
  void bars(double turn, double reach);

  std::vector<PagePath> paths;

 private:
  [[nodiscard]] Color fogged(const Color& color) const {
    return mixed(color, m_look.paper, m_look.fog);
  }
  [[nodiscard]] PagePoint at(PagePoint place) const {
    return {m_look.center.x + m_look.radius * place.x, m_look.center.y - m_look.radius * place.y};
  }
  [[nodiscard]] PagePath circle(double radius) const {
    PagePath path;
    path.center = m_look.center;
    path.radius = radius;
    return path;
  }
  [[nodiscard]] PagePath through(const std::vector<PagePoint>& corners) const {
    PagePath path;
    PageOutline outline;
    for (const PagePoint& corner : corners) {
      outline.nodes.push_back({at(corner)});
    }
    path.outlines.push_back(std::move(outline));
    return path;
  }
  void clear_paper(PagePath& path, double share = 1) const {
    if (m_look.halo > 0) {
      Color paper = m_look.paper;
      paper.alpha = k_halo_opacity;
      path.stroke = paper;
      path.width = 2 * share * m_look.halo;
      path.stroke_first = true;
    }
  }

  GlyphLook m_look;
};

/// Brightness falls off around the place that faces the light, and a small gleam lies between it
/// and the eye.
void GlyphPainter::sphere() {
  constexpr PagePoint lit{-0.36, 0.50};
  const double farthest = 1 + std::hypot(lit.x, lit.y);
  const double to_center = std::hypot(lit.x, lit.y);
  PagePath body = circle(m_look.radius);
  Gradient gradient;
  gradient.radial = true;
  gradient.from = at(lit);
  gradient.to = at({lit.x - farthest * lit.x / to_center, lit.y - farthest * lit.y / to_center});
  constexpr int n_stops = 8;
  for (int i = 0; i <= n_stops; ++i) {
    const double offset = static_cast<double>(i) / n_stops;
    // Along the diameter through that place.
    const double along = to_center - offset * farthest;
    const Vec3 normal{along * lit.x / to_center, along * lit.y / to_center,
                      std::sqrt(std::max(0.0, 1 - along * along))};
    gradient.stops.push_back({offset, fogged(shaded(m_look.color, normal))});
  }
  body.fill = gradient;
  clear_paper(body);
  paths.push_back(std::move(body));
}

void GlyphPainter::ring() {
  const double half_width = m_look.ring_width / 2 * m_look.radius;
  if (m_look.halo > 0) {
    PagePath halo = circle(m_look.radius - half_width);
    Color paper = m_look.paper;
    paper.alpha = k_halo_opacity;
    halo.stroke = paper;
    halo.width = 2 * half_width + 1.6 * m_look.halo;
    paths.push_back(std::move(halo));
  }
  PagePath ring = circle(m_look.radius - half_width);
  ring.stroke = fogged(m_look.color);
  ring.width = 2 * half_width;
  paths.push_back(std::move(ring));
}

void GlyphPainter::disc(bool hollow) {
  PagePath disc = circle(m_look.radius);
  disc.fill = fogged(m_look.color);
  clear_paper(disc);
  paths.push_back(std::move(disc));
  if (hollow) {
    PagePath inside = circle(m_look.radius - std::max(0.36 * m_look.radius, 1.2 * m_look.halo));
    inside.fill = m_look.paper;
    paths.push_back(std::move(inside));
  }
}

/// Its facets that are turned to the eye, over their outline.
void GlyphPainter::pyramid(const std::array<Vec3, 3>& axes) {
  std::vector<PagePath> facets;
  PagePath below;
  for (int i = 0; i < 8; ++i) {
    const Vec3 a = (i & 1) != 0 ? axes[0] : -1 * axes[0];
    const Vec3 b = (i & 2) != 0 ? axes[1] : -1 * axes[1];
    const Vec3 c = (i & 4) != 0 ? axes[2] : -1 * axes[2];
    Vec3 normal = normalized(cross(b - a, c - a));
    if (dot(normal, a) < 0) {
      normal = -1 * normal;
    }
    if (normal.z <= 1e-6) {
      continue;
    }
    PagePath facet = through({{a.x, a.y}, {b.x, b.y}, {c.x, c.y}});
    below.outlines.push_back(facet.outlines.front());
    const Color color = fogged(shaded(m_look.color, normal));
    facet.fill = facet.stroke = color;  // rims that meet leave no seam
    facet.width = std::min(0.5, 0.06 * m_look.radius);
    facets.push_back(std::move(facet));
  }
  clear_paper(below);
  if (m_look.halo > 0) {
    paths.push_back(std::move(below));
  }
  std::move(facets.begin(), facets.end(), std::back_inserter(paths));
}

void GlyphPainter::hollow_diamond() {
  constexpr double width = 1, height = 1.3;
  polygon({{0, height}, {width, 0}, {0, -height}, {-width, 0}});
  const double inside = 1 / std::hypot(1 / width, 1 / height);  // from the centre to a side
  const double stroke = std::max(0.26, m_look.halo > 0 ? 1.5 / m_look.radius : 0);
  const double s = std::max(0.0, 1 - stroke / inside);
  PagePath hole = through({{0, s * height}, {s * width, 0}, {0, -s * height}, {-s * width, 0}});
  hole.fill = m_look.paper;
  paths.push_back(std::move(hole));
}

void GlyphPainter::polygon(const std::vector<PagePoint>& corners, double halo_share) {
  PagePath path = through(corners);
  path.fill = fogged(m_look.color);
  clear_paper(path, halo_share);
  paths.push_back(std::move(path));
}

void GlyphPainter::bars(double turn, double reach) {
  constexpr double w = 0.27, halo_share = 0.6;
  const double c = std::cos(turn), s = std::sin(turn);
  std::vector<PagePoint> corners;
  for (const auto& [x, y] : std::initializer_list<std::pair<double, double>>{{w, w},
                                                                             {w, reach},
                                                                             {-w, reach},
                                                                             {-w, w},
                                                                             {-reach, w},
                                                                             {-reach, -w},
                                                                             {-w, -w},
                                                                             {-w, -reach},
                                                                             {w, -reach},
                                                                             {w, -w},
                                                                             {reach, -w},
                                                                             {reach, w}}) {
    corners.push_back({c * x - s * y, s * x + c * y});
  }
  polygon(corners, halo_share);
}

}  // namespace

std::vector<PagePath> glyph_paths(Glyph glyph, const GlyphLook& look) {
  GlyphPainter painter(look);
  switch (glyph) {
    case Glyph::sphere:
      painter.sphere();
      break;
    case Glyph::octahedron:
      painter.pyramid({k_octahedron_axis * k_octahedron_axes[0],
                       k_octahedron_axis * k_octahedron_axes[1],
                       k_octahedron_axis * k_octahedron_axes[2]});
      break;
    case Glyph::diamond:
      painter.pyramid({Vec3{k_diamond_axes.x, 0, 0}, Vec3{0, k_diamond_axes.y, 0},
                       Vec3{0, 0, k_diamond_axes.z}});
      break;
    case Glyph::hollow_diamond:
      painter.hollow_diamond();
      break;
    case Glyph::ring:
      painter.ring();
      break;
    case Glyph::disc:
    case Glyph::hollow_disc:
      painter.disc(glyph == Glyph::hollow_disc);
      break;
    case Glyph::cross:
      painter.bars(std::numbers::pi / 4, 1.2);
      break;
    case Glyph::plus:
      painter.bars(0, 1.12);
      break;
    case Glyph::square:
      painter.polygon({{0.87, 0.87}, {-0.87, 0.87}, {-0.87, -0.87}, {0.87, -0.87}});
      break;
    case Glyph::triangle:
      painter.polygon({{0, 1.22}, {-1.0514, -0.62}, {1.0514, -0.62}});
      break;
  }
  return std::move(painter.paths);
}

}  // namespace baryscope
