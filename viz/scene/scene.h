/// A picture as plain data: structures with their quantities, a camera, a theme. No GL, no VTK.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/subject.h"
#include "viz/scene/theme.h"
#include "viz/scene/vec3.h"

namespace baryscope {

/// What a thing is, which decides its colour in every view and theme (visual.md).
enum class Role {
  query,
  key,
  key_prime,
  output_inside,
  output_outside,
  hull,
  attainable,
  native_triangle,
  derived_triangle,
  positive,
  negative,
  minor,
  ink,
  // The samples view: classes by size, and what was made of them.
  majority,
  minority,
  third_class,
  fourth_class,
  fifth_class,
  sixth_class,  ///< and all later ones
  synthetic,
};

/// The shape that a point is drawn with; never colour alone.
enum class Glyph {
  sphere,
  octahedron,
  diamond,
  hollow_diamond,
  ring,
  // Flat, for the samples view.
  disc,
  cross,
  hollow_disc,
  square,
  triangle,
  plus,
};
/// Drawn flat, a mark on the paper rather than a body in space.
constexpr bool is_flat(Glyph glyph) { return glyph >= Glyph::disc; }

struct ScenePoint {
  Vec3 position;
  double radius = 8;  ///< pixels at 1600×1000
  Role role = Role::minor;
  Glyph glyph = Glyph::sphere;
  Subject subject = {};
  double opacity = 1;
};
struct TokenCloud {
  std::string name;
  std::vector<ScenePoint> points;
};

struct SceneEdge {
  Vec3 from, to;             ///< from the output (query side) to the value (key side)
  double width = 1;          ///< pixels at 1600×1000, 0.5 … 14
  double weight = 0;         ///< signed; colours by the scene's color scale where `role` is unset
  std::optional<Role> role;  ///< a fixed colour in place of the scale
  bool dashed = false;       ///< negative weights, lines to the hull
  double opacity = 1;
  Subject subject = {};
  /// Brightness of the pulses that run along it while time flows, 0 (none) … 1: |weight| over the
  /// largest of the picture. They run to `from`, the query side, and away from it where the weight
  /// is negative.
  double pulse = 0;
};
struct EdgeSet {
  std::string name;
  std::vector<SceneEdge> edges;
};

/// Very many edges between shared places, in columns: 12 bytes an edge where an EdgeSet takes ten
/// times that, and a picture of a million projects its few places once.
struct EdgeColumns {
  std::string name;
  std::vector<Vec3> places;                        ///< [n_places]
  std::vector<int> numbers;                        ///< [n_places] for the subjects of the edges
  std::vector<std::array<std::uint32_t, 2>> ends;  ///< [n_edges] in places, the query side first
  std::vector<float> weights;                      ///< [n_edges] signed
  Subject::Kind kind = Subject::Kind::edge;        ///< of {numbers[from], numbers[to]}
  double width = 14;                               ///< of the weight `reference`, 0.5 at least
  double reference = 1;
  std::optional<Role> role;  ///< a fixed colour in place of the scale
  double opacity = 1;
};
/// One of them by itself.
SceneEdge edge_at(const EdgeColumns& set, std::size_t index);

/// A line through several points.
struct SceneCurve {
  std::vector<Vec3> points;  ///< at least two
  double width = 1;          ///< pixels at 1600×1000
  double weight = 0;         ///< as of an edge
  std::optional<Role> role;
  bool dashed = false;
  double opacity = 1;
  Subject subject = {};
  double pulse = 0;  ///< as of an edge; the query side is the first point
};
struct CurveSet {
  std::string name;
  std::vector<SceneCurve> curves;
};

struct SceneTriangle {
  std::array<Vec3, 3> corners;  ///< query side first
  double weight = 0;
  bool native = true;                             ///< false: outline only, dashed
  std::array<double, 3> brightness{1, 0.6, 0.6};  ///< brighter towards the query
  double opacity = 0.5;
  Subject subject = {};
  std::optional<Role> role;  ///< a fixed colour in place of the weight's
  double pulse = 0;          ///< as of an edge: light that runs from the keys' side to the query's
};
struct TriangleSet {
  std::string name;
  std::vector<SceneTriangle> triangles;
};

struct HullSet {
  std::string name;
  Subject subject = {};
  Role role = Role::hull;
  std::vector<Vec3> points;
  std::vector<std::array<int, 3>> triangles;
  std::vector<std::array<int, 2>> edges;
  double face_opacity = 0.12;
  double edge_opacity = 0.5;
  double edge_width = 1;
  bool dashed = false;
  /// Only the edges between a face towards the eye and one turned away are drawn: a set that is
  /// larger than all else in the picture must not cover the paper.
  bool outline = false;
};

/// A coloured surface below everything else: a classifier's regions in the plane, or its boundary
/// in space. Corners of one triangle may differ in colour; it is drawn flat, without shading where
/// `shaded` is false.
struct FieldMesh {
  std::string name;  ///< "decision after"
  std::vector<Vec3> points;
  std::vector<Color> colors;  ///< [n_points], with their opacity
  std::vector<std::array<int, 3>> triangles;
  bool shaded = false;
};

/// A run of a label in one style.
struct LabelSpan {
  std::string text;
  bool bold = false;
  bool grey = false;
};
struct SceneLabel {
  Vec3 anchor;
  std::vector<LabelSpan> spans;
  double importance = 0;  ///< placed in descending order
  double clearance = 8;   ///< pixels that the label keeps from its anchor (the point's radius)
  double scale = 1;       ///< of the theme's font size
  Role role = Role::ink;
  std::vector<Subject> subjects;   ///< what this label names
  std::vector<Vec3> more_anchors;  ///< further points of a shared label
  /// Stands exactly here beside its anchor ((1, 0) to the right, (0, 1) below), and is dropped
  /// where it would leave the picture or lie on its title or legend; nothing: where there is room.
  std::optional<std::array<double, 2>> side = std::nullopt;
  /// Stands beside its anchor on the side away from this place, as both are seen, the nearer the
  /// better; nothing: on any side.
  std::optional<Vec3> away_from = std::nullopt;
  /// With a side: pushed along into the picture rather than dropped (the name of an axis).
  bool is_whole = false;
  double opacity = 1;
};

/// The colour scale with its numbers.
struct Legend {
  std::string title;      ///< "weight"
  std::string color_map;  ///< "cividis", "viridis", "diverging"
  double minimum = 0, maximum = 1;
  std::vector<double> ticks;
  /// Further rows: a glyph or line in its role's colour with its meaning.
  struct Row {
    Role role = Role::ink;
    std::optional<Glyph> glyph;  ///< nothing: a line or a face
    bool dashed = false;
    bool filled = false;
    std::string text;
  };
  std::vector<Row> rows;
  bool visible = true;
};

/// A quantity that runs while the scene stays: moving it uploads nothing. A still picture is the
/// scene at one time.
struct SceneTime {
  enum class Kind {
    flow,      ///< phase of the pulses: 0 and 1 are the same
    step,      ///< of a sampler, 0 the data … the finished set
    timeline,  ///< seconds of a film
  };
  Kind kind = Kind::flow;
  double first = 0, last = 1;
  double seconds = 1;  ///< that it takes from first to last
  double now = 0;      ///< where a still picture stands; below first: it shows nothing that runs
};

struct Scene;
/// What a scene becomes, and how much of the way it has come.
struct SceneWay {
  std::shared_ptr<const Scene> to;
  Camera camera;     ///< through which that will be seen
  double share = 0;  ///< 0 … 1
};

struct SceneAxes {
  bool visible = false;
  std::array<std::string, 3> titles;  ///< "PC 1 · 38 % of variance"
  Vec3 origin;
  std::array<Vec3, 3> ends;
};

struct Scene {
  std::string title;    ///< what, where, how; empty: hidden
  std::string finding;  ///< one computed sentence; empty: hidden
  std::string caption;  ///< the lens and other notes, small; empty: none
  std::vector<TokenCloud> clouds;
  std::vector<EdgeSet> edges;
  std::vector<EdgeColumns> edge_columns;
  std::vector<CurveSet> curves;
  std::vector<TriangleSet> triangles;
  std::vector<HullSet> hulls;
  std::vector<FieldMesh> fields;
  std::vector<SceneLabel> labels;
  SceneAxes axes;
  Legend legend;
  Theme theme;
  Camera camera;                 ///< the default one, chosen for this scene
  double font_size = 14;         ///< points at 1×
  std::string font = {};         ///< family of its letters; empty: the theme's
  std::vector<SceneTime> times;  ///< what of it can run; of each kind one at most
  /// World units between two pulses, the same on every pipe, so that all move at one speed and a
  /// whole period brings each to the next one's place.
  double pulse_spacing = 0;
  /// Of a scene between two others (scene_morph.h). The first labels are those of `to`.
  std::optional<SceneWay> way;
  /// Of a pair: the other's words and legend, nothing else. Both leave the same room for theirs, so
  /// that one camera shows both in the same place. Of a frame of a film those that need the most,
  /// with `beside` of their own. Null for a picture alone.
  std::shared_ptr<const Scene> beside;
};

/// A box along the axes; `empty` before anything is in it.
struct Bounds {
  Vec3 minimum, maximum;
  bool empty = true;
};
/// Grows `box` as far as the point.
void include(Bounds& box, Vec3 point);
/// Box of everything drawn.
Bounds bounds(const Scene& scene);

/// Stable text of the whole scene for tests, one structure or element a line.
std::string to_text(const Scene& scene);

}  // namespace baryscope
