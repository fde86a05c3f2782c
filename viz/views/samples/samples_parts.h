/// What the samples view draws of a study: classes, looks of the steps and the followed point,
/// sorted out once.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/sampling/studies/study.h"
#include "viz/scene/scene.h"
#include "viz/views/space/build_space.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// How one class is drawn.
struct ClassLook {
  Role role = Role::minor;
  Glyph glyph = Glyph::disc;
  double radius = 5;  ///< pixels at 1600×1000
  Role synthetic_role = Role::synthetic;
  std::string name;          ///< "class 1", or the label where it is no number
  std::size_t n_points = 0;  ///< originals
  std::size_t n_synthetic = 0;
  std::vector<int> rows;       ///< originals that are drawn, ascending
  std::vector<int> synthetic;  ///< synthetic points that are drawn, ascending
};

/// A part of the plane drawn a second time, larger, where there is room for it.
struct Inset {
  Vec3 from_low, from_high;  ///< what is magnified
  Vec3 low, high;            ///< where it is drawn
  [[nodiscard]] double factor() const { return (high.x - low.x) / (from_high.x - from_low.x); }
  [[nodiscard]] bool covers(Vec3 point) const {
    return point.x > low.x && point.x < high.x && point.y > low.y && point.y < high.y;
  }
  [[nodiscard]] Vec3 place(Vec3 point) const { return low + factor() * (point - from_low); }
};

/// How strongly each part of the picture shows, 0 … 1.
struct StepLook {
  double majority = 0.9, others = 1;  ///< points of the largest class, and of all other classes
  double neighbors = 0;               ///< of the followed simplex' first vertex
  double graph = 0.5, graph_width = 1;
  double cells = 1;
  double chosen = 0;     ///< the followed simplex
  double weights = 0;    ///< its barycentric coordinates
  double followed = 0;   ///< the synthetic point that is followed
  double synthetic = 1;  ///< all of them
  double regions = 1;
  double inset = 0;  ///< the followed part, magnified
};

/// Everything the builder's parts share. Refers to the study and request it was made from.
struct SampleParts {
  const SamplingStudy* study = nullptr;
  const ViewRequest* request = nullptr;
  std::vector<ClassLook> classes;  ///< [n_classes]
  int majority = 0;
  StepLook look;
  std::optional<int> step;      ///< the one that the words are about
  std::optional<int> followed;  ///< synthetic point
  const SampledClass* followed_class = nullptr;
  std::size_t edge_stride = 1, cell_stride = 1;  ///< every so many are drawn
  bool in_plane = true;                          ///< two axes at most
  std::optional<Inset> inset;                    ///< of steps whose subject is small
  double mark_scale = 1;                         ///< many points are drawn smaller
  Bounds box;                                    ///< of everything that may be drawn at any step

  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
  [[nodiscard]] Vec3 place(int row) const;  ///< of an original
  [[nodiscard]] Vec3 synthetic_place(int index) const;
  /// The classes whose boundaries are drawn in space, the largest few without the majority: more
  /// surfaces would hide each other.
  [[nodiscard]] std::vector<std::size_t> surface_classes() const;
  /// Of a class's boundary in space: the hulls' colour where there are only two classes.
  [[nodiscard]] Role surface_role(std::size_t label) const {
    return classes.size() == 2 ? Role::hull : classes[label].role;
  }
  /// Factor on the opacity of what has these corners: nothing shows through the inset.
  [[nodiscard]] double beside_inset(std::span<const Vec3> corners) const;
  /// Originals that are the followed simplex' vertices.
  [[nodiscard]] std::vector<int> chosen_vertices() const;
  /// The first of them that is of the followed class (borderline-smote-2 also draws towards other
  /// classes). Only with a followed point.
  [[nodiscard]] int base_vertex() const;
  /// The base vertex' nearest in the graph, nearest first, at most the class's k.
  [[nodiscard]] std::vector<int> base_neighbors() const;
};
/// What the sampler added.
inline const SyntheticSet& synthetic_points(const SampleParts& parts) {
  return parts.study->resampled.synthetic;
}
/// A figure of this many pixels has room for words beside its points.
constexpr int k_wide_figure = 1000;

/// Points that are drawn at most, of one class and of all synthetic ones: what software rendering
/// draws fluently.
inline constexpr std::size_t k_most_marks = 4000;
/// Every so many of n that at most `most` are left.
std::size_t stride(std::size_t n, std::size_t most);
/// Between two steps a mixture, eased.
StepLook step_look(double step);
/// The largest class in grey crosses; the others by size, the smallest first, in blue discs, green
/// squares, ….
std::vector<ClassLook> class_looks(const SamplingStudy& study, int majority, double mark_scale);
/// The faces of a cell's image: its own triangle or tetrahedron, else the hull of its vertices.
std::vector<std::array<int, 3>> cell_faces(const std::vector<Vec3>& corners, bool in_plane);

/// Where the followed part is drawn a second time: in the emptiest square of the plane. Nothing in
/// space, and where it is large enough to be seen.
std::optional<Inset> find_inset(const SampleParts& parts);

SampleParts make_sample_parts(const SamplingStudy& study, const ViewRequest& request);

/// A thin line of ink: frames, ticks, the rays of the inset.
SceneEdge hairline(Vec3 from, Vec3 to, double opacity);

/// "1,200".
std::string count_text(std::size_t n);
/// Three significant digits with a true minus.
std::string value_text(double value);
/// "x₁₇" of row 17.
std::string row_text(int row);

/// Structures of the scene, appended to it.
void add_sample_fields(const SampleParts& parts, Scene& scene);
void add_sample_edges(const SampleParts& parts, Scene& scene);
void add_sample_cells(const SampleParts& parts, Scene& scene);
void add_sample_points(const SampleParts& parts, Scene& scene);
/// A ring around the point that is selected; `second`: in the picture of the compared sampler.
void add_sample_mark(const SampleParts& parts, bool second, Scene& scene);
/// The followed point: its neighbours, its simplex, its weights.
void add_followed(const SampleParts& parts, Scene& scene);
/// The inset's frame, what it magnifies and the points that lie there.
void add_inset(const SampleParts& parts, Scene& scene);
/// Axes with numbers: a frame in the plane, three axes in space.
void add_sample_axes(const SampleParts& parts, Scene& scene);
void add_sample_labels(const SampleParts& parts, Scene& scene);
void add_sample_legend(const SampleParts& parts, Scene& scene);

/// Of the whole, or of the step that is shown.
std::string sample_title(const SampleParts& parts);
std::string sample_finding(const SampleParts& parts);
/// What was left out of the drawing, and the study's notes.
std::string sample_caption(const SampleParts& parts);

}  // namespace baryscope
