#include "viz/draw/glyph_icon.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "viz/draw/shading.h"

namespace baryscope {
namespace {

/// The front face under (x, y) of a double pyramid with half axes `size`; false outside.
bool bipyramid(double x, double y, const Vec3& size, bool turned, Vec3& normal) {
  double front = 1e3, back = -1e3;
  const double reach = 1 / length({1 / size.x, 1 / size.y, 1 / size.z});
  for (int i = 0; i < 8; ++i) {
    const Vec3 n0 = normalized({((i & 1) != 0 ? 1 : -1) / size.x, ((i & 2) != 0 ? 1 : -1) / size.y,
                                ((i & 4) != 0 ? 1 : -1) / size.z});
    const auto& [right, up, near] = k_octahedron_axes;
    const Vec3 n = turned ? n0.x * right + n0.y * up + n0.z * near : n0;
    const double z = (reach - n.x * x - n.y * y) / (std::abs(n.z) < 1e-4 ? 1e-4 : n.z);
    if (n.z > 0) {
      if (z < front) {
        front = z;
        normal = n;
      }
    } else {
      back = std::max(back, z);
    }
  }
  return front > back;
}

/// Two bars across each other (marks.glsl).
bool bars(double x, double y, double reach) {
  return std::min(std::abs(x), std::abs(y)) <= 0.27 && std::max(std::abs(x), std::abs(y)) <= reach;
}

/// Whether the glyph of radius 1 covers (x, y), y upwards, and with what colour.
bool sample(Glyph glyph, const Color& base, const Color& paper, double x, double y, Color& color) {
  const double distance = std::hypot(x, y);
  Vec3 normal{0, 0, 1};
  color = base;
  switch (glyph) {
    case Glyph::sphere:
      if (distance <= 1) {
        color = shaded(base, {x, y, std::sqrt(1 - distance * distance)});
      }
      return distance <= 1;
    case Glyph::ring:
      return std::abs(distance - 0.84) <= 0.16;
    case Glyph::disc:
      return distance <= 1;
    case Glyph::hollow_disc:
      return distance <= 1 && distance >= 0.64;
    case Glyph::square:
      return std::max(std::abs(x), std::abs(y)) <= 0.87;
    case Glyph::triangle:
      return y >= -0.62 && std::abs(x) * 1.75 + y <= 1.22;
    case Glyph::plus:
      return bars(x, y, 1.12);
    case Glyph::cross:
      return bars(std::numbers::sqrt2 / 2 * (x + y), std::numbers::sqrt2 / 2 * (x - y), 1.2);
    case Glyph::hollow_diamond: {
      const double inside = (1 - std::abs(x) - std::abs(y) / 1.3) / std::hypot(1.0, 1 / 1.3);
      if (inside > 0.26) {
        color = paper;
      }
      return inside >= 0;
    }
    case Glyph::octahedron:
    case Glyph::diamond: {
      const bool octahedron = glyph == Glyph::octahedron;
      const double half = k_octahedron_axis;
      const Vec3 size = octahedron ? Vec3{half, half, half} : k_diamond_axes;
      const bool covered = bipyramid(x, y, size, octahedron, normal);
      color = shaded(base, normal);
      return covered;
    }
  }
  return false;
}

}  // namespace

Image glyph_icon(Glyph glyph, const Color& color, const Color& paper, int size) {
  constexpr int k_samples = 4;
  Image icon{size, size, {}};
  icon.rgba.reserve(4UL * size * size);
  const double reach = glyph == Glyph::sphere || glyph == Glyph::ring ? 1.05 : 1.42;
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      Color sum{0, 0, 0, 0};
      for (int i = 0; i < k_samples * k_samples; ++i) {
        const double x = (column + (i % k_samples + 0.5) / k_samples) / size * 2 - 1;
        const int line = i / k_samples;
        const double y = 1 - (row + (line + 0.5) / k_samples) / size * 2;
        Color found;
        if (sample(glyph, color, paper, reach * x, reach * y, found)) {
          sum = {sum.red + found.red, sum.green + found.green, sum.blue + found.blue,
                 sum.alpha + 1};
        }
      }
      const double n = std::max(sum.alpha, 1.0);
      for (const double channel :
           {sum.red / n, sum.green / n, sum.blue / n, sum.alpha / (k_samples * k_samples)}) {
        icon.rgba.push_back(
            static_cast<std::uint8_t>(std::lround(255 * std::clamp(channel, 0.0, 1.0))));
      }
    }
  }
  return icon;
}

}  // namespace baryscope
