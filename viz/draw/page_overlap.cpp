#include "viz/draw/page_overlap.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace baryscope {

DeepPoint at(const OrderedLine& line, double t) {
  return {line.from.x + t * (line.to.x - line.from.x), line.from.y + t * (line.to.y - line.from.y),
          line.from.near + t * (line.to.near - line.from.near)};
}

double seen_length(const OrderedLine& line) {
  return std::hypot(line.to.x - line.from.x, line.to.y - line.from.y);
}

double distance(const DeepPoint& a, const DeepPoint& b) { return std::hypot(b.x - a.x, b.y - a.y); }

double nearest_on(const OrderedLine& line, const DeepPoint& to) {
  const double x = line.to.x - line.from.x, y = line.to.y - line.from.y, square = x * x + y * y;
  return square > 0
             ? std::clamp(((to.x - line.from.x) * x + (to.y - line.from.y) * y) / square, 0.0, 1.0)
             : 0;
}

std::optional<LineInterval> part_over(const OrderedLine& line, const DeepPolygon& polygon) {
  double turn = 0;
  for (std::size_t i = 2; i < polygon.size(); ++i) {
    turn += (polygon[i - 1].x - polygon[0].x) * (polygon[i].y - polygon[0].y) -
            (polygon[i - 1].y - polygon[0].y) * (polygon[i].x - polygon[0].x);
  }
  LineInterval part;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const DeepPoint &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    const auto inside = [&](const DeepPoint& p) {
      return (turn < 0 ? -1 : 1) * ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x));
    };
    const double from = inside(line.from), to = inside(line.to);
    if (from < 0 && to < 0) {
      return std::nullopt;
    }
    if (from < 0) {
      part.from = std::max(part.from, from / (from - to));
    } else if (to < 0) {
      part.to = std::min(part.to, from / (from - to));
    }
  }
  if (part.to <= part.from) {
    return std::nullopt;
  }
  return part;
}

namespace {

DeepPoint nearest_on(const DeepPolygon& polygon, const DeepPoint& to) {
  if (const OrderedLine spot{to, to, 0, false}; part_over(spot, polygon)) {
    return to;
  }
  DeepPoint best = polygon.front();
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const OrderedLine side{polygon[i], polygon[(i + 1) % polygon.size()], 0, false};
    const DeepPoint found = at(side, nearest_on(side, to));
    if (distance(found, to) < distance(best, to)) {
      best = found;
    }
  }
  return best;
}

/// Of two lines, where on each they are nearest to each other on the screen.
std::pair<double, double> closest(const OrderedLine& a, const OrderedLine& b) {
  const double ax = a.to.x - a.from.x, ay = a.to.y - a.from.y;
  const double bx = b.to.x - b.from.x, by = b.to.y - b.from.y;
  const double denominator = ax * by - ay * bx;
  if (std::abs(denominator) > 1e-9) {
    const double x = b.from.x - a.from.x, y = b.from.y - a.from.y;
    const double s = (x * by - y * bx) / denominator, t = (x * ay - y * ax) / denominator;
    if (s >= 0 && s <= 1 && t >= 0 && t <= 1) {
      return {s, t};
    }
  }
  std::pair<double, double> best;
  double least = 1e300;
  const auto consider = [&](double s, double t) {
    if (const double d = distance(at(a, s), at(b, t)); d < least) {
      least = d;
      best = {s, t};
    }
  };
  consider(0, nearest_on(b, a.from));
  consider(1, nearest_on(b, a.to));
  consider(nearest_on(a, b.from), 0);
  consider(nearest_on(a, b.to), 1);
  return best;
}

}  // namespace

double compare(const OrderedLine& a, const OrderedLine& b) {
  const double reach = a.radius + b.radius;
  const auto [s, t] = closest(a, b);
  if (distance(at(a, s), at(b, t)) >= reach) {
    return 0;
  }
  // Of lines that begin in one place what counts is how they go on.
  const double far_a = reach / std::max(seen_length(a), 1e-9);
  const double far_b = reach / std::max(seen_length(b), 1e-9);
  const auto away = [](double place, double step) {
    return place < 0.5 ? std::min(place + step, 0.5) : std::max(place - step, 0.5);
  };
  double difference = at(a, s).near - at(b, t).near;
  const double least = 1e-9 * (std::abs(a.from.near) + std::abs(a.to.near));
  if (std::abs(difference) <= least) {
    difference = at(a, away(s, far_a)).near - at(b, away(t, far_b)).near;
  }
  if (std::abs(difference) <= least) {
    difference = a.radius == b.radius ? -1 : a.radius - b.radius;  // the wider, the later
  }
  return difference;
}

double compare(const OrderedLine& line, const OrderedFace& face) {
  const auto part = part_over(line, face.corners);
  if (!part || seen_area(face.corners) < 1e-3) {
    return 0;
  }
  const DeepPoint middle = at(line, 0.5 * (part->from + part->to));
  const double above = middle.near + face.lead - near_at(face.corners, middle.x, middle.y);
  return above >= -1e-9 * std::abs(middle.near) ? 1 : -1;
}

namespace {

/// How near a point is at a distance from its centre.
double surface(const OrderedMark& mark, double pixels) {
  const double height = mark.front - mark.center.near;
  const double share = std::min(pixels / std::max(mark.radius, 1e-9), 1.0);
  return mark.center.near + (mark.ball ? height * std::sqrt(1 - share * share) : height);
}

}  // namespace

double compare(const OrderedLine& line, const OrderedMark& mark) {
  const double t = nearest_on(line, mark.center);
  if (distance(at(line, t), mark.center) >= line.radius + mark.radius) {
    return 0;
  }
  // Where they are nearest, and towards the end that is nearer to the eye, at the point's rim.
  const double end = line.to.near > line.from.near ? 1 : 0;
  const double step = mark.radius / std::max(seen_length(line), 1e-9);
  const double rim = end > t ? std::min(t + step, 1.0) : std::max(t - step, 0.0);
  double above = 0;
  for (const double place : {t, 0.5 * (t + rim)}) {
    above += at(line, place).near - surface(mark, distance(at(line, place), mark.center));
  }
  return above > 0 ? 1 : -1;
}

double compare(const OrderedFace& face, const OrderedMark& mark) {
  if (seen_area(face.corners) < 1e-3) {
    return 0;
  }
  const DeepPoint place = nearest_on(face.corners, mark.center);
  if (distance(place, mark.center) >= mark.radius) {
    return 0;
  }
  const double near = near_at(face.corners, place.x, place.y);
  return near - face.lead > mark.front ? 1 : -1;
}

double compare(const OrderedMark& a, const OrderedMark& b) {
  const double apart = distance(a.center, b.center);
  if (apart >= a.radius + b.radius) {
    return 0;
  }
  // Where the smaller one stands out most.
  const bool smaller = a.radius < b.radius;
  const double near_a = surface(a, smaller ? 0 : apart), near_b = surface(b, smaller ? apart : 0);
  return near_a == near_b ? -1 : near_a - near_b;
}

}  // namespace baryscope
