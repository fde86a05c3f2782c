/// What a scene looks like, decided once: every mark, stroke and face with its colour. The screen's
/// meshes and every vector format are made from it.
#pragma once

#include <array>
#include <limits>
#include <optional>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

struct DrawnMark {
  Vec3 position;
  double radius = 8;  ///< pixels at 1600×1000
  Glyph glyph = Glyph::sphere;
  double opacity = 1;
  Color color = {};
  Subject subject = {};
};

/// Of what has no weight: it outlasts every threshold.
inline constexpr double k_no_weight = std::numeric_limits<float>::max();

struct DrawnStroke {
  Vec3 from, to;
  double width = 1;  ///< pixels at 1600×1000
  bool dashed = false;
  double opacity = 1;
  double magnitude = k_no_weight;  ///< |weight|: not drawn below the threshold
  Color color = {};
  Subject subject = {};
  /// Outward normals of the faces on its two sides: it is drawn only while one of them looks
  /// towards the eye and the other away; nothing: always.
  std::optional<std::array<Vec3, 2>> sides = {};
  double pulse = 0;  ///< brightness of what runs along it, to `from`, or away from it if dashed
  /// A piece of a curve: where the pieces on both sides come from and go to (its own ends where
  /// there are none), and how far along the curve it begins.
  struct Bend {
    Vec3 before, after;
    double begins = 0;
  };
  std::optional<Bend> bend = {};
};

struct DrawnFace {
  std::array<Vec3, 3> corners;
  std::array<Vec3, 3> normals;  ///< unit vectors
  std::array<Color, 3> colors;  ///< with their opacity
  double magnitude = k_no_weight;
  Subject subject = {};
  double pulse = 0;           ///< brightness of the light that runs to the first corner
  bool pulse_leaves = false;  ///< away from it: a negative weight
};

/// In the order of the steps of a picture: regions lie below everything, hull faces that are turned
/// away behind what is inside, those towards the eye before it; cells and surfaces go back to
/// front.
struct DrawingList {
  std::vector<DrawnFace> regions;   ///< of a classifier in the plane
  std::vector<DrawnFace> surfaces;  ///< its boundary in space
  std::vector<DrawnFace> cells;     ///< native triangles, and the faces of simplices
  std::vector<DrawnFace> hulls;     ///< normals outwards
  std::vector<DrawnStroke> strokes;
  std::vector<DrawnMark> marks;
};

/// The same in pieces, each told to the sink as it is decided: `on_region`, `on_surface`,
/// `on_cell`, `on_hull` (DrawnFace), `on_stroke` (DrawnStroke), `on_mark` (DrawnMark). A mesh of a
/// million edges needs no list of them.
class DrawingSink {
 public:
  virtual ~DrawingSink() = default;
  virtual void on_region(const DrawnFace& face) = 0;
  virtual void on_surface(const DrawnFace& face) = 0;
  virtual void on_cell(const DrawnFace& face) = 0;
  virtual void on_hull(const DrawnFace& face) = 0;
  virtual void on_stroke(const DrawnStroke& stroke) = 0;
  virtual void on_mark(const DrawnMark& mark) = 0;
};
void draw_scene(const Scene& scene, DrawingSink& sink);

DrawingList make_drawing_list(const Scene& scene);

/// Indices of faces, the farthest first; those of one depth in their order.
std::vector<int> painters_order(const std::vector<Vec3>& centers, const Camera& camera);

}  // namespace baryscope
