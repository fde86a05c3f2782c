// Edges and curves of both scenes: a straight line in one may be a curve in the other.
#include <algorithm>
#include <cmath>
#include <vector>

#include "viz/scene/morph_partners.h"

namespace baryscope {
namespace {

/// Edges are curves of two points here.
struct Line {
  SceneCurve curve;
  bool straight = false;
};

SceneCurve curve_of(const SceneEdge& edge) {
  SceneCurve curve;
  curve.points = {edge.from, edge.to};
  curve.width = edge.width;
  curve.weight = edge.weight;
  curve.role = edge.role;
  curve.dashed = edge.dashed;
  curve.opacity = edge.opacity;
  curve.subject = edge.subject;
  curve.pulse = edge.pulse;
  return curve;
}

SceneEdge edge_of(const SceneCurve& curve) {
  SceneEdge edge;
  edge.from = curve.points.front();
  edge.to = curve.points.back();
  edge.width = curve.width;
  edge.weight = curve.weight;
  edge.role = curve.role;
  edge.dashed = curve.dashed;
  edge.opacity = curve.opacity;
  edge.subject = curve.subject;
  edge.pulse = curve.pulse;
  return edge;
}

MorphParts<Line> lines_of(const Scene& scene) {
  MorphParts<Line> parts;
  const auto add = [&parts](const std::string& set, SceneCurve curve, bool straight) {
    const Subject subject = curve.subject;
    std::vector<double> places;
    if (subject.none()) places = coordinates(curve.points);
    parts.push_back({set, {std::move(curve), straight}, subject, std::move(places)});
  };
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) add(set.name, curve_of(edge), true);
  }
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      if (!curve.points.empty()) add(set.name, curve, false);
    }
  }
  return parts;
}

/// Distances along the line, up to each of its points.
std::vector<double> lengths_along(const std::vector<Vec3>& line) {
  std::vector<double> lengths(line.size(), 0);
  for (std::size_t i = 1; i < line.size(); ++i) {
    lengths[i] = lengths[i - 1] + length(line[i] - line[i - 1]);
  }
  return lengths;
}

/// The same line by `n` points at equal distances along it.
std::vector<Vec3> resampled(const std::vector<Vec3>& line, std::size_t n) {
  if (line.size() == n) return line;
  const std::vector<double> lengths = lengths_along(line);
  std::vector<Vec3> points;
  std::size_t piece = 1;
  for (std::size_t i = 0; i < n; ++i) {
    const double at = lengths.back() * static_cast<double>(i) / static_cast<double>(n - 1);
    while (piece + 1 < line.size() && lengths[piece] < at) ++piece;
    const double begin = lengths[piece - 1], span = lengths[piece] - begin;
    points.push_back(
        between(line[piece - 1], line[piece], span > 0 ? std::min(1.0, (at - begin) / span) : 0));
  }
  points.back() = line.back();
  return points;
}

/// The line with other ends; what lies between goes along.
std::vector<Vec3> hung(const std::vector<Vec3>& line, Vec3 from, Vec3 to) {
  const std::vector<double> lengths = lengths_along(line);
  const Vec3 first = from - line.front(), last = to - line.back();
  std::vector<Vec3> points = line;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const double t = lengths.back() > 0 ? lengths[i] / lengths.back() : 0;
    points[i] = line[i] + between(first, last, t);
  }
  points.front() = from, points.back() = to;
  return points;
}

bool look_alike(const SceneCurve& a, const SceneCurve& b) {
  return a.role == b.role && a.dashed == b.dashed;
}

class LinePairs {
 public:
  explicit LinePairs(MorphEnds& ends) : m_ends(ends) {}

  void put(const std::string& set, const Line& start, const Line& end) {
    if (start.straight && end.straight) {
      put_pair(m_ends.start.edges, m_ends.end.edges, set, edge_of(start.curve), edge_of(end.curve),
               &EdgeSet::edges);
      return;
    }
    SceneCurve a = start.curve, b = end.curve;
    const std::size_t n = std::max(a.points.size(), b.points.size());
    if (a.points.size() >= 2 && b.points.size() >= 2) {
      a.points = resampled(a.points, n), b.points = resampled(b.points, n);
    } else {
      a.points = b.points;
    }
    put_pair(m_ends.start.curves, m_ends.end.curves, set, a, b, &CurveSet::curves);
  }
  void put_new(const std::string& set, const Line& line) {
    Line start = line;
    const auto& points = line.curve.points;
    const Subject& of = line.curve.subject;
    start.curve.opacity = 0;
    if (!of.none()) {
      start.curve.points = hung(points, m_ends.ways.before(points.front(), of),
                                m_ends.ways.before(points.back(), of));
    }
    put(set, start, line);
  }
  void put_old(const std::string& set, const Line& line) {
    Line end = line;
    const auto& points = line.curve.points;
    const Subject& of = line.curve.subject;
    end.curve.opacity = 0;
    if (!of.none()) {
      end.curve.points =
          hung(points, m_ends.ways.after(points.front(), of), m_ends.ways.after(points.back(), of));
    }
    put(set, line, end);
  }

 private:
  MorphEnds& m_ends;
};

/// `line` where `other` is, as if it were that, but not to be seen.
Line disguised(const Line& line, const Line& other) {
  Line made = line;
  made.straight = other.straight;
  made.curve.points = other.curve.points;
  made.curve.width = other.curve.width;
  made.curve.opacity = 0;
  return made;
}

}  // namespace

void pair_lines(const Scene& before, const Scene& after, MorphEnds& ends) {
  MorphParts<Line> old = lines_of(before);
  const MorphParts<Line> now = lines_of(after);
  MorphPartners<Line> partners(old, now);
  LinePairs pairs(ends);
  for (const EdgeSet& set : after.edges) {
    ends.start.edges.push_back({set.name, {}});
    ends.end.edges.push_back({set.name, {}});
  }
  for (const CurveSet& set : after.curves) {
    ends.start.curves.push_back({set.name, {}});
    ends.end.curves.push_back({set.name, {}});
  }
  for (const auto& part : now) {
    const Line& line = part.element;
    const Line* partner =
        partners.take(part, [&](const Line& each) { return look_alike(each.curve, line.curve); });
    if (partner == nullptr) {
      pairs.put_new(part.set, line);
    } else if (look_alike(partner->curve, line.curve)) {
      pairs.put(part.set, *partner, line);
    } else {
      pairs.put(part.set, disguised(line, *partner), line);
      pairs.put(part.set, *partner, disguised(*partner, line));
    }
  }
  for (const auto& part : old) {
    if (!part.taken) pairs.put_old(part.set, part.element);
  }
}

}  // namespace baryscope
