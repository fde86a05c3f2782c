#include "viz/scene/screen_outline.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace baryscope {
namespace {

double area2(const ScreenPoint& o, const ScreenPoint& a, const ScreenPoint& b) {
  return (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
}

/// Andrew's monotone chain, counter-clockwise where y points up.
std::vector<ScreenPoint> outline(std::vector<ScreenPoint> points) {
  if (points.size() < 3) {
    return points;
  }
  std::sort(points.begin(), points.end(), [](const ScreenPoint& a, const ScreenPoint& b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
  });
  std::vector<ScreenPoint> chain;
  for (int side = 0; side < 2; ++side) {
    const std::size_t first = chain.size();
    for (const ScreenPoint& p : points) {
      while (chain.size() >= first + 2 &&
             area2(chain[chain.size() - 2], chain[chain.size() - 1], p) <= 0) {
        chain.pop_back();
      }
      chain.push_back(p);
    }
    chain.pop_back();
    std::reverse(points.begin(), points.end());
  }
  return chain;
}

}  // namespace

double outline_area(std::vector<ScreenPoint> points) {
  const std::vector<ScreenPoint> chain = outline(std::move(points));
  double area = 0;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const ScreenPoint& a = chain[i];
    const ScreenPoint& b = chain[(i + 1) % chain.size()];
    area += (a.x * b.y - a.y * b.x) / 2;
  }
  return std::abs(area);
}

double distance_from_outline(std::vector<ScreenPoint> points, const ScreenPoint& at) {
  const std::vector<ScreenPoint> chain = outline(std::move(points));
  double nearest = std::numeric_limits<double>::infinity();
  bool outside = chain.size() < 3;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    const ScreenPoint& a = chain[i];
    const ScreenPoint& b = chain[(i + 1) % chain.size()];
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double square = dx * dx + dy * dy;
    const double t =
        square > 0 ? std::clamp(((at.x - a.x) * dx + (at.y - a.y) * dy) / square, 0.0, 1.0) : 0;
    nearest = std::min(nearest, std::hypot(at.x - a.x - t * dx, at.y - a.y - t * dy));
    outside = outside || area2(a, b, at) < 0;
  }
  return outside && !chain.empty() ? nearest : 0;
}

}  // namespace baryscope
