/// Over-sampling: synthetic points as barycentric combinations of points of one class.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/sampling/data/data_set.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// A sampler that cannot do what was asked of this data.
class SamplerError : public Error {
 public:
  using Error::Error;
};

/// No class that was to grow has anything to draw from (no point in danger): the data as it is may
/// do.
class NothingToSample : public SamplerError {
 public:
  using SamplerError::SamplerError;
};

/// science.md §5; defaults are those of imbalanced-learn and of arXiv 2503.03418.
struct SamplerOptions {
  std::string sampler = "simplicial-smote";
  int k_neighbors = 5;                 ///< of the class's own points, or for ADASYN of all
  int m_neighbors = 10;                ///< borderline samplers: among all points, for danger
  int arity = 5;                       ///< p: vertices of a sampled simplex at most
  double alpha = 1;                    ///< of the symmetric Dirichlet distribution
  std::string boundary_bias = "none";  ///< none, simplex, dirichlet, facet, tilt (§5.3)
  double bias_strength = 1;            ///< γ ≥ 0
  /// auto (= not majority), minority, not minority, not majority, all; a ratio minority/majority
  /// in (0, 1] for two classes; or "a=500,b=300", points of a class afterwards.
  std::string sampling_strategy = "auto";
  bool standardize = false;  ///< neighbours by standardised columns; the points stay in their units
  std::uint64_t seed = 0;
  std::size_t most_cliques = 5'000'000;

  friend bool operator==(const SamplerOptions&, const SamplerOptions&) = default;
};

/// Synthetic points with where they come from: point i is Σ coordinates · vertices over
/// [offsets[i], offsets[i + 1]), summed in that order without fused multiply-add.
struct SyntheticSet {
  Matrix points;                        ///< [n_synthetic, n_features]
  std::vector<int> labels;              ///< [n_synthetic] index in DataSet::classes
  std::vector<std::size_t> offsets{0};  ///< [n_synthetic + 1]
  std::vector<std::int32_t> vertices;   ///< rows of the data set
  std::vector<double> coordinates;      ///< barycentric: ≥ 0, sum 1
  std::vector<std::int32_t> bases;      ///< [n_synthetic] simplex of SampledClass::simplices it was
                                        ///< drawn from (−1: none)

  [[nodiscard]] int size() const { return points.n_rows; }
  [[nodiscard]] std::span<const std::int32_t> simplex(int i) const {
    const auto s = static_cast<std::size_t>(i);
    return {vertices.data() + offsets[s], offsets[s + 1] - offsets[s]};
  }
  [[nodiscard]] std::span<const double> coordinates_of(int i) const {
    const auto s = static_cast<std::size_t>(i);
    return {coordinates.data() + offsets[s], offsets[s + 1] - offsets[s]};
  }
};

/// What a sampler built over one class. Vertices are rows of the data set.
struct SampledClass {
  int label = 0;
  std::size_t n_before = 0, n_after = 0;
  int k = 0;                       ///< neighbours used: k_neighbors, or fewer in a small class
  std::vector<std::int32_t> rows;  ///< of the class, ascending
  /// The neighbourhood graph: pairs of rows, i < j, lexicographic.
  std::vector<std::pair<std::int32_t, std::int32_t>> edges;
  /// What is drawn from: maximal cliques for simplicial samplers, edges or single points for the
  /// others.
  SimplexList simplices;
  std::vector<double> probabilities;  ///< [n_simplices] of being drawn; empty: all alike
  /// [n rows] r_v, the share of other classes around each row where the sampler or the bias asks
  /// for it; else empty.
  std::vector<double> border_shares;
};

struct Resampled {
  SyntheticSet synthetic;
  std::vector<SampledClass> classes;  ///< those that got points, by label
  std::vector<std::string> notes;     ///< "class b has 3 points: k = 2"
};

/// What a synthetic point is a combination of.
enum class DrawnFrom { nothing, points, edges, simplices };

/// One row a sampler, for --list samplers and the window.
struct SamplerInfo {
  std::string name;                  ///< "borderline-smote-1"
  std::string title;                 ///< "Borderline-SMOTE 1"
  std::string summary;               ///< one sentence
  std::string formula;               ///< "x = Σ_v b_v x_v, b ~ Dirichlet(α)"
  std::vector<std::string> options;  ///< ids of the options that it reads
  DrawnFrom drawn_from = DrawnFrom::nothing;
  bool baseline = false;  ///< what every other sampler is compared with
};
/// none, random, smote, borderline-smote-1, borderline-smote-2, adasyn, simplicial-smote,
/// borderline-simplicial-smote, safe-level-simplicial, adasyn-simplicial.
const std::vector<SamplerInfo>& samplers();
/// The one that others are compared with: SMOTE.
const SamplerInfo& baseline_sampler();
const SamplerInfo& sampler_info(std::string_view name);
/// none, simplex, dirichlet, facet, tilt.
const std::vector<std::string>& boundary_biases();

/// New points of every class that the strategy names, class after class in order of label. The same
/// data, options and seed give the same bytes on every platform where alpha = 1. Throws UsageError
/// for options that contradict the data (an unknown class, a ratio for three classes), SamplerError
/// for what cannot be sampled (no danger points, too many cliques), with what to do.
Resampled resample(const DataSet& data, const SamplerOptions& options, const Watch& watch);

}  // namespace baryscope
