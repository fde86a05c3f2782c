/// One look at a sampler on data: the data, the synthetic points, where both are drawn, the
/// decision regions and the diagnostics. Immutable, plain data.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/progress.h"
#include "core/geometry/exact_scaling.h"
#include "core/geometry/pca.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/data/data_set.h"
#include "core/sampling/data/data_source.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope {

struct SamplingRequest {
  DataRequest data;
  SamplerOptions sampler;
  std::string classifier = "knn";  ///< of the decision regions and scores: none, knn, logistic
  int n_folds = 5;                 ///< of the cross-validation, 2…20
  std::string cpu;                 ///< as ProcessorScope takes it; changes no byte

  friend bool operator==(const SamplingRequest&, const SamplingRequest&) = default;
};

/// Where points are drawn: their own coordinates up to three columns, principal axes above.
struct DisplayFrame {
  bool projected = false;             ///< true: by PCA
  int n_axes = 2;                     ///< 1, 2 or 3 of the drawn coordinates carry something
  std::array<std::string, 3> titles;  ///< "x0", or "PC 1 · 38 % of variance"
  Pca pca;                            ///< of the original points where projected
  /// Of the originals, where columns are standardised before they are drawn or projected.
  std::optional<ColumnScale> scale;
  /// Of the columns before they are drawn or projected, where single precision could not hold them.
  ExactScaling exact;
  /// points [m, d] → [m, 3], zeros past n_axes.
  [[nodiscard]] Matrix places(const Matrix& points) const;
  /// The point [d] of the drawn plane or box at this place: mean + Σ coordinate · axis where
  /// projected, in the columns' own units; past the largest double, that one.
  void lift(const std::array<double, 3>& place, std::span<double> point) const;
  /// What a drawn coordinate means in the units of the axis' numbers, and where a number is drawn.
  [[nodiscard]] double value_at(double coordinate, int axis) const;
  [[nodiscard]] double coordinate_of(double value, int axis) const;
};

/// A classifier's decisions in the drawn plane (two axes) or box (three axes). With projected data
/// the field lies in the plane or box of the principal axes through the mean.
struct DecisionField {
  std::array<int, 3> n_nodes{1, 1, 1};         ///< along each axis; 1 along the third: a plane
  std::array<double, 3> minimum{}, maximum{};  ///< of the nodes, in drawn coordinates
  int n_classes = 0;
  std::vector<float> probabilities;  ///< [z, y, x, n_classes]
};

/// How the synthetic points lie, over all classes that got some; NaN where there is none.
struct SamplingDiagnostics {
  double mean_majority_distance =
      0;  ///< of a synthetic point to the nearest point of another class
  double mean_majority_distance_before = 0;  ///< the same of the originals of those classes
  /// Share of synthetic points most of whose 5 nearest originals are of other classes.
  double share_in_majority_region = 0;
  /// [n_classes] mean distance and share class by class; NaN for classes without synthetic points.
  std::vector<double> mean_majority_distance_by_class, share_in_majority_region_by_class;
};

/// What the sampled complexes consist of, summed over the classes.
struct ComplexSummary {
  std::size_t n_edges = 0;
  std::size_t n_maximal = 0;
  std::vector<std::size_t> maximal_by_arity;  ///< [s] maximal simplices of s vertices
  std::optional<std::vector<std::size_t>> simplices_by_dimension;  ///< of small complexes
  std::optional<std::vector<int>> betti_numbers;                   ///< b_0, b_1, b_2 of small ones
};

struct SamplingStudy {
  SamplingRequest request;
  std::shared_ptr<const DataSet> data;
  Resampled resampled;
  std::vector<std::size_t> counts_before, counts_after;  ///< [n_classes]
  DisplayFrame frame;
  Matrix places;            ///< [n_points, 3]
  Matrix synthetic_places;  ///< [n_synthetic, 3]
  /// Of the classifier on the originals, and on originals and synthetic points; null without one.
  std::shared_ptr<const DecisionField> before, after;
  SamplingDiagnostics diagnostics;
  ComplexSummary complex;
  std::vector<std::string> notes;  ///< of data and sampler, each once
};

/// Keeps the parts of the last study that the next request leaves as they were (data, its
/// neighbours, the field of the originals), so that dragging one parameter stays fluent. One thread
/// at a time.
class SamplingLaboratory {
 public:
  SamplingLaboratory();
  ~SamplingLaboratory();
  SamplingLaboratory(const SamplingLaboratory&) = delete;
  SamplingLaboratory& operator=(const SamplingLaboratory&) = delete;

  /// Throws what load_data() and resample() throw.
  std::shared_ptr<const SamplingStudy> study(const SamplingRequest& request, const Watch& watch);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// "Simplicial SMOTE · Two moons", and one computed sentence: "240 synthetic points from 63 of 64
/// simplices (minority 80 → 320); 96 % lie where their own class prevails; …".
std::string title(const SamplingStudy& study);
std::string finding(const SamplingStudy& study);

}  // namespace baryscope
