#include "viz/draw/page_faces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace baryscope {
namespace {

/// faces.frag: what a translucent face hides is not far away.
constexpr double k_haze_share = 0.7;

Vec3 center_of(const DrawnFace& face) {
  return (1.0 / 3) * (face.corners[0] + face.corners[1] + face.corners[2]);
}

std::optional<std::array<PagePoint, 3>> projected(const PageView& view, const DrawnFace& face) {
  std::array<PagePoint, 3> corners;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto at = view.project(face.corners[i]);
    if (!at) {
      return std::nullopt;
    }
    corners[i] = {at->x, at->y};
  }
  return corners;
}

PageOutline outline_of(const std::array<PagePoint, 3>& corners) {
  return {{{corners[0]}, {corners[1]}, {corners[2]}}};
}

double slant_of(const PageView& view, const DrawnFace& face) {
  return std::abs(dot(face.normals[0], view.look(center_of(face))));
}

Color mean(const std::array<Color, 3>& colors) {
  Color sum{0, 0, 0, 0};
  for (const Color& color : colors) {
    sum = {sum.red + color.red / 3, sum.green + color.green / 3, sum.blue + color.blue / 3,
           sum.alpha + color.alpha / 3};
  }
  return sum;
}

/// From the first corner at a right angle onto the line through the others; the middle of these
/// where they are one.
PagePoint foot(const std::array<PagePoint, 3>& corners) {
  const auto& [a, b, c] = corners;
  const double x = c.x - b.x, y = c.y - b.y, square = x * x + y * y;
  const double t = square > 0 ? ((a.x - b.x) * x + (a.y - b.y) * y) / square : 0.5;
  return {b.x + t * x, b.y + t * y};
}

}  // namespace

bool faces_the_eye(const PageView& view, const DrawnFace& face) {
  return dot(face.normals[0], view.look(center_of(face))) < 0;
}

std::optional<PagePath> face_path(const PageView& view, const DrawnFace& face, bool glass) {
  const auto corners = projected(view, face);
  if (!corners) {
    return std::nullopt;
  }
  const double grazing = 1 - std::min(slant_of(view, face), 1.0);
  const double density = glass ? 0.72 + 0.9 * grazing * grazing : 1;
  const auto seen = [&](const Color& color, Vec3 place, double y) {
    const double fraction = view.fraction(place);
    Color result = view.hazed(color, k_haze_share * fraction, y);
    result.alpha = std::clamp(color.alpha * (1.18 + fraction * (0.82 - 1.18)) * density, 0.0, 0.96);
    return result;
  };
  PagePath path;
  path.outlines.push_back(outline_of(*corners));
  const PagePoint from = (*corners)[0], to = foot(*corners);
  if (face.colors[0] == face.colors[1] || std::hypot(to.x - from.x, to.y - from.y) < 0.5) {
    path.fill = seen(mean(face.colors), center_of(face),
                     ((*corners)[0].y + (*corners)[1].y + (*corners)[2].y) / 3);
    return path;
  }
  Color away = mixed(face.colors[1], face.colors[2], 0.5);
  away.alpha = 0.5 * (face.colors[1].alpha + face.colors[2].alpha);
  Gradient gradient;
  gradient.from = from;
  gradient.to = to;
  gradient.stops = {{0, seen(face.colors[0], face.corners[0], from.y)},
                    {1, seen(away, 0.5 * (face.corners[1] + face.corners[2]), to.y)}};
  path.fill = gradient;
  return path;
}

std::optional<PagePath> surface_path(const PageView& view, const DrawnFace& face) {
  const auto corners = projected(view, face);
  if (!corners) {
    return std::nullopt;
  }
  const Vec3 center = center_of(face);
  const Vec3 outward = normalized(face.normals[0] + face.normals[1] + face.normals[2]);
  const double grazing = 1 - std::min(std::abs(dot(outward, view.look(center))), 1.0);
  const double fraction = view.fraction(center);
  const Color tint = mean(face.colors);
  Color color = view.hazed(tint, 0.6 * fraction, (*corners)[0].y);
  color.alpha = std::clamp(
      tint.alpha * (1.1 + fraction * (0.8 - 1.1)) * (0.75 + 0.9 * grazing * grazing), 0.0, 0.9);
  PagePath path;
  path.outlines.push_back(outline_of(*corners));
  path.fill = color;
  path.sharp = true;
  return path;
}

namespace {

/// The outlines of triangles that are joined: a side that two of them share is gone. All go round
/// one way, so that what they cover is what any triangle covers.
class JoinedTriangles {
 public:
  void add(const std::array<PagePoint, 3>& corners) {
    const auto& [a, b, c] = corners;
    const bool turned = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) < 0;
    add_side(a, turned ? c : b);
    add_side(turned ? c : b, turned ? b : c);
    add_side(turned ? b : c, a);
  }
  [[nodiscard]] std::vector<PageOutline> outlines();

 private:
  /// Hundredths of a pixel: what is one place in a file.
  using Place = std::array<long long, 2>;
  static Place place_of(PagePoint at) {
    return {std::llround(100 * at.x), std::llround(100 * at.y)};
  }

  void add_side(PagePoint from, PagePoint to) {
    const Place a = place_of(from), b = place_of(to);
    if (a == b) {
      return;
    }
    const auto back = m_sides.find(b);
    if (back != m_sides.end()) {
      if (const auto same = std::find(back->second.begin(), back->second.end(), a);
          same != back->second.end()) {
        back->second.erase(same);
        if (back->second.empty()) {
          m_sides.erase(back);
        }
        return;
      }
    }
    m_sides[a].push_back(b);
  }

  std::map<Place, std::vector<Place>> m_sides;  ///< from each place to those that follow
};

std::vector<PageOutline> JoinedTriangles::outlines() {
  std::vector<PageOutline> outlines;
  while (!m_sides.empty()) {
    PageOutline& outline = outlines.emplace_back();
    const Place start = m_sides.begin()->first;
    Place at = start;
    do {
      outline.nodes.push_back(
          {{static_cast<double>(at[0]) / 100, static_cast<double>(at[1]) / 100}});
      const auto side = m_sides.find(at);
      if (side == m_sides.end()) {
        break;  // every place is left as often as it is reached, but for rounding
      }
      at = side->second.back();
      side->second.pop_back();
      if (side->second.empty()) {
        m_sides.erase(side);
      }
    } while (at != start);
  }
  return outlines;
}

}  // namespace

std::vector<PagePath> region_paths(const PageView& view, const std::vector<DrawnFace>& faces) {
  std::vector<std::pair<Color, JoinedTriangles>> regions;
  std::map<std::array<long long, 4>, std::size_t> numbers;  // colours to places in `regions`
  for (const DrawnFace& face : faces) {
    const auto corners = projected(view, face);
    if (!corners) {
      continue;
    }
    const Color color = mean(face.colors);
    const auto step = [](double channel) { return std::llround(255 * channel); };
    const std::array key = {step(color.red), step(color.green), step(color.blue),
                            step(color.alpha)};
    const auto [at, is_new] = numbers.emplace(key, regions.size());
    if (is_new) {
      regions.emplace_back(color, JoinedTriangles());
    }
    regions[at->second].second.add(*corners);
  }
  std::vector<PagePath> paths;
  for (auto& [color, triangles] : regions) {
    PagePath& path = paths.emplace_back();
    path.outlines = triangles.outlines();
    path.fill = color;
    path.sharp = true;
  }
  return paths;
}

}  // namespace baryscope
