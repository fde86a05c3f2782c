/// Both ends of a morph as scenes of one shape: structure by structure, element by element.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/scene/scene_morph.h"

namespace baryscope {

inline Vec3 between(Vec3 a, Vec3 b, double t) { return a + t * (b - a); }
inline double between(double a, double b, double t) { return a + t * (b - a); }

/// Places as keys: by the numbers themselves.
struct PlaceOrder {
  bool operator()(Vec3 a, Vec3 b) const {
    if (a.x != b.x) return a.x < b.x;
    if (a.y != b.y) return a.y < b.y;
    return a.z < b.z;
  }
};

/// Where the points of a scene are in the other one, for what hangs on them: ends of edges, corners
/// of triangles and hulls, labels.
class PlaceWays {
 public:
  void add(const Subject& subject, Vec3 before, Vec3 after);
  /// Of a place in the second scene where it was in the first, of a place in the first where it
  /// will be; null where no point that is in both stands there. `of` says which one is meant
  /// where several do.
  [[nodiscard]] const Vec3* find_before(Vec3 after, const Subject& of) const;
  [[nodiscard]] const Vec3* find_after(Vec3 before, const Subject& of) const;
  /// The same, and a place by itself where there is no such point. Furniture stays.
  [[nodiscard]] Vec3 before(Vec3 after, const Subject& of) const;
  [[nodiscard]] Vec3 after(Vec3 before, const Subject& of) const;

 private:
  using Ways = std::map<Vec3, std::vector<std::pair<Subject, Vec3>>, PlaceOrder>;
  static const Vec3* find(const Ways& ways, Vec3 place, const Subject& of);

  Ways m_before, m_after;
};

struct MorphEnds {
  Scene start, end;
  PlaceWays ways;
};

/// `before` with its subjects called as in `after`; what is gone has subjects of no thing there.
Scene renamed(const Scene& before, const Scene& after, const Continuity& continuity);

/// The structures of `ends`, of scenes that call the same things the same. Points come first: the
/// others ask where those went.
void pair_points(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_lines(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_columns(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_triangles(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_hulls(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_fields(const Scene& before, const Scene& after, MorphEnds& ends);
void pair_labels(const Scene& before, const Scene& after, MorphEnds& ends);

}  // namespace baryscope
