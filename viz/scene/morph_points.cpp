// Points of both scenes, and where what hangs on them goes.
#include <algorithm>
#include <array>

#include "viz/scene/morph_partners.h"

namespace baryscope {
namespace {

MorphParts<ScenePoint> points_of(const Scene& scene) {
  MorphParts<ScenePoint> parts;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      parts.push_back(
          {cloud.name, point, point.subject,
           point.subject.none() ? coordinates(std::array{point.position}) : std::vector<double>{}});
    }
  }
  return parts;
}

bool look_alike(const ScenePoint& a, const ScenePoint& b) {
  return a.role == b.role && a.glyph == b.glyph;
}

/// Points by what they stand for, also those that have a partner.
class PointsOfThings {
 public:
  explicit PointsOfThings(const Scene& scene) {
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& point : cloud.points) {
        if (!point.subject.none()) m_points[point.subject].push_back(&point);
      }
    }
  }
  /// Rather one of the same shape; null where the scene has none.
  [[nodiscard]] const ScenePoint* find(const ScenePoint& like) const {
    const auto found = m_points.find(like.subject);
    if (found == m_points.end()) return nullptr;
    const auto& points = found->second;
    const auto same = std::find_if(points.begin(), points.end(),
                                   [&](const auto* each) { return each->glyph == like.glyph; });
    return same != points.end() ? *same : points.front();
  }

 private:
  std::map<Subject, std::vector<const ScenePoint*>> m_points;
};

ScenePoint faded(ScenePoint point) {
  point.opacity = 0;
  return point;
}
ScenePoint moved(ScenePoint point, Vec3 to) {
  point.position = to;
  return point;
}

bool concerns(const Subject& of, const Subject& point) {
  if (of == point) return true;
  return std::find(of.index.begin(), of.index.end(), point.number()) != of.index.end();
}

}  // namespace

void PlaceWays::add(const Subject& subject, Vec3 before, Vec3 after) {
  m_before[after].emplace_back(subject, before);
  m_after[before].emplace_back(subject, after);
}

const Vec3* PlaceWays::find(const Ways& ways, Vec3 place, const Subject& of) {
  const auto found = ways.find(place);
  if (found == ways.end()) return nullptr;
  const auto& all = found->second;
  const auto meant = std::find_if(all.begin(), all.end(),
                                  [&](const auto& way) { return concerns(of, way.first); });
  return meant != all.end() ? &meant->second : &all.front().second;
}

const Vec3* PlaceWays::find_before(Vec3 after, const Subject& of) const {
  return find(m_before, after, of);
}
const Vec3* PlaceWays::find_after(Vec3 before, const Subject& of) const {
  return find(m_after, before, of);
}
Vec3 PlaceWays::before(Vec3 after, const Subject& of) const {
  const Vec3* way = of.none() ? nullptr : find_before(after, of);
  return way == nullptr ? after : *way;
}
Vec3 PlaceWays::after(Vec3 before, const Subject& of) const {
  const Vec3* way = of.none() ? nullptr : find_after(before, of);
  return way == nullptr ? before : *way;
}

void pair_points(const Scene& before, const Scene& after, MorphEnds& ends) {
  MorphParts<ScenePoint> old = points_of(before);
  const MorphParts<ScenePoint> now = points_of(after);
  MorphPartners<ScenePoint> partners(old, now);
  partners.of_pieces = false;
  const PointsOfThings there(before), here(after);
  const auto put = [&](const std::string& cloud, const ScenePoint& start, const ScenePoint& end) {
    put_pair(ends.start.clouds, ends.end.clouds, cloud, start, end, &TokenCloud::points);
  };
  for (const TokenCloud& cloud : after.clouds) {
    ends.start.clouds.push_back({cloud.name, {}});
    ends.end.clouds.push_back({cloud.name, {}});
  }
  for (const auto& part : now) {
    const ScenePoint& point = part.element;
    const ScenePoint* partner =
        partners.take(part, [&](const ScenePoint& each) { return look_alike(each, point); });
    if (partner == nullptr) {
      // A second point of a thing comes out of the first.
      const ScenePoint* origin = point.subject.none() ? nullptr : there.find(point);
      const bool copy = origin != nullptr && look_alike(*origin, point);
      const ScenePoint start = origin == nullptr ? faded(point)
                               : copy            ? *origin
                                                 : faded(moved(point, origin->position));
      put(part.set, start, point);
      if (origin != nullptr) ends.ways.add(point.subject, origin->position, point.position);
      continue;
    }
    if (!point.subject.none()) {
      ends.ways.add(point.subject, partner->position, point.position);
    }
    if (look_alike(*partner, point)) {
      put(part.set, *partner, point);
      continue;
    }
    ScenePoint start = faded(point), end = faded(*partner);
    start.position = partner->position, start.radius = partner->radius;
    end.position = point.position, end.radius = point.radius;
    put(part.set, start, point);
    put(part.set, *partner, end);
  }
  for (const auto& part : old) {
    if (part.taken) continue;
    const ScenePoint* goal = part.subject.none() ? nullptr : here.find(part.element);
    const Vec3 to = goal == nullptr ? part.element.position : goal->position;
    put(part.set, part.element, faded(moved(part.element, to)));
    if (goal != nullptr) ends.ways.add(part.subject, part.element.position, to);
  }
}

}  // namespace baryscope
