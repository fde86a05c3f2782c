// Triangles, hulls and coloured surfaces of both scenes.
#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "viz/scene/morph_partners.h"

namespace baryscope {
namespace {

MorphParts<SceneTriangle> faces_of(const Scene& scene) {
  MorphParts<SceneTriangle> parts;
  for (const TriangleSet& set : scene.triangles) {
    for (const SceneTriangle& face : set.triangles) {
      parts.push_back({set.name, face, face.subject,
                       face.subject.none() ? coordinates(face.corners) : std::vector<double>{}});
    }
  }
  return parts;
}

bool look_alike(const SceneTriangle& a, const SceneTriangle& b) {
  return a.native == b.native && a.role == b.role;
}
bool look_alike(const HullSet& a, const HullSet& b) {
  return a.role == b.role && a.dashed == b.dashed && a.outline == b.outline;
}

SceneTriangle disguised(SceneTriangle face, const SceneTriangle& other) {
  face.corners = other.corners;
  face.opacity = 0;
  return face;
}

/// Of every corner of the later hull the corner of the earlier one that is the same thing; empty
/// where they are not corner for corner the same.
std::vector<std::size_t> same_corners(const HullSet& before, const HullSet& after,
                                      const PlaceWays& ways) {
  if (before.points.size() != after.points.size()) return {};
  std::vector<std::size_t> same;
  std::set<std::size_t> taken;
  for (const Vec3& corner : after.points) {
    const Vec3* way = ways.find_before(corner, after.subject);
    const Vec3 origin = way == nullptr ? corner : *way;
    std::size_t at = 0;
    while (at < before.points.size() && (!(before.points[at] == origin) || taken.contains(at))) {
      ++at;
    }
    if (at == before.points.size()) return {};
    taken.insert(at);
    same.push_back(at);
  }
  return same;
}

using Face = std::array<std::size_t, 3>;

/// Whether the faces are the same ones too, as seen from the earlier hull's corners.
bool same_faces(const HullSet& before, const HullSet& after, const std::vector<std::size_t>& same) {
  std::set<Face> faces, faces_after;
  for (const auto& [a, b, c] : before.triangles) {
    Face face{static_cast<std::size_t>(a), static_cast<std::size_t>(b),
              static_cast<std::size_t>(c)};
    std::sort(face.begin(), face.end());
    faces.insert(face);
  }
  for (const auto& [a, b, c] : after.triangles) {
    Face face{same.at(static_cast<std::size_t>(a)), same.at(static_cast<std::size_t>(b)),
              same.at(static_cast<std::size_t>(c))};
    std::sort(face.begin(), face.end());
    faces_after.insert(face);
  }
  return faces == faces_after;
}

HullSet faded(HullSet hull) {
  hull.face_opacity = hull.edge_opacity = 0;
  return hull;
}

void put(MorphEnds& ends, HullSet start, HullSet end) {
  ends.start.hulls.push_back(std::move(start));
  ends.end.hulls.push_back(std::move(end));
}

/// The same surface but for its colours.
bool same_mesh(const FieldMesh& a, const FieldMesh& b) {
  return a.shaded == b.shaded && a.triangles == b.triangles && a.points == b.points &&
         a.colors.size() == b.colors.size();
}

FieldMesh faded(FieldMesh field) {
  for (Color& color : field.colors) color.alpha = 0;
  return field;
}

}  // namespace

void pair_triangles(const Scene& before, const Scene& after, MorphEnds& ends) {
  MorphParts<SceneTriangle> old = faces_of(before);
  const MorphParts<SceneTriangle> now = faces_of(after);
  MorphPartners<SceneTriangle> partners(old, now);
  const auto put_faces = [&](const std::string& set, const SceneTriangle& start,
                             const SceneTriangle& end) {
    put_pair(ends.start.triangles, ends.end.triangles, set, start, end, &TriangleSet::triangles);
  };
  for (const TriangleSet& set : after.triangles) {
    ends.start.triangles.push_back({set.name, {}});
    ends.end.triangles.push_back({set.name, {}});
  }
  for (const auto& part : now) {
    const SceneTriangle& face = part.element;
    const SceneTriangle* partner =
        partners.take(part, [&](const SceneTriangle& each) { return look_alike(each, face); });
    if (partner == nullptr) {
      SceneTriangle start = face;
      for (Vec3& corner : start.corners) corner = ends.ways.before(corner, face.subject);
      start.opacity = 0;
      put_faces(part.set, start, face);
    } else if (look_alike(*partner, face)) {
      put_faces(part.set, *partner, face);
    } else {
      put_faces(part.set, disguised(face, *partner), face);
      put_faces(part.set, *partner, disguised(*partner, face));
    }
  }
  for (const auto& part : old) {
    if (part.taken) continue;
    SceneTriangle end = part.element;
    for (Vec3& corner : end.corners) corner = ends.ways.after(corner, end.subject);
    end.opacity = 0;
    put_faces(part.set, part.element, end);
  }
}

void pair_hulls(const Scene& before, const Scene& after, MorphEnds& ends) {
  std::vector<const HullSet*> old;
  for (const HullSet& hull : before.hulls) old.push_back(&hull);
  for (const HullSet& hull : after.hulls) {
    const auto partner = std::find_if(old.begin(), old.end(), [&](const HullSet* each) {
      return each->name == hull.name && look_alike(*each, hull) &&
             (hull.points.empty() || !same_corners(*each, hull, ends.ways).empty());
    });
    const std::vector<std::size_t> same = partner == old.end()
                                              ? std::vector<std::size_t>{}
                                              : same_corners(**partner, hull, ends.ways);
    HullSet start = hull;
    if (partner != old.end() && same_faces(**partner, hull, same)) {
      for (std::size_t i = 0; i < same.size(); ++i) start.points[i] = (*partner)->points[same[i]];
      start.face_opacity = (*partner)->face_opacity;
      start.edge_opacity = (*partner)->edge_opacity;
      start.edge_width = (*partner)->edge_width;
      old.erase(partner);
      put(ends, std::move(start), hull);
      continue;
    }
    for (Vec3& corner : start.points) corner = ends.ways.before(corner, hull.subject);
    put(ends, faded(std::move(start)), hull);
  }
  for (const HullSet* hull : old) {
    HullSet end = *hull;
    for (Vec3& corner : end.points) corner = ends.ways.after(corner, hull->subject);
    put(ends, *hull, faded(std::move(end)));
  }
}

void pair_fields(const Scene& before, const Scene& after, MorphEnds& ends) {
  std::vector<const FieldMesh*> old;
  for (const FieldMesh& field : before.fields) old.push_back(&field);
  for (const FieldMesh& field : after.fields) {
    const auto partner = std::find_if(old.begin(), old.end(), [&](const FieldMesh* each) {
      return each->name == field.name && same_mesh(*each, field);
    });
    ends.start.fields.push_back(partner == old.end() ? faded(field) : **partner);
    ends.end.fields.push_back(field);
    if (partner != old.end()) old.erase(partner);
  }
  for (const FieldMesh* field : old) {
    ends.start.fields.push_back(*field);
    ends.end.fields.push_back(faded(*field));
  }
}

}  // namespace baryscope
