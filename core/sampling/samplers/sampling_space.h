/// The space that neighbours are found in, and what a sampler is given of one class.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/neighbors/neighbors.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope {

/// κ of science.md §5.3: neighbours in the whole data set that say how mixed a point's place is.
inline constexpr int k_border_neighbors = 5;

/// Data and options of one resample(). The index over all points is made on first use: one thread.
class SamplingSpace {
 public:
  /// Both are kept by reference.
  SamplingSpace(const DataSet& data, const SamplerOptions& options);

  [[nodiscard]] const DataSet& data() const { return m_data; }
  [[nodiscard]] const SamplerOptions& options() const { return m_options; }
  /// [n_points, n_features] the data's own, or standardised, or where distances would over- or
  /// underflow by an exact power of two. Neighbours found here and combinations taken of the
  /// original rows are the same as scaling, sampling and undoing it: Σ b_v = 1 and the scale is
  /// affine column by column.
  [[nodiscard]] const Matrix& points() const;
  [[nodiscard]] const NeighborIndex& index() const;
  /// How many of each row's k nearest points of the whole data set, itself excluded, are of other
  /// classes than `label`: [n rows]. k is cut to n_points − 1 and returned as such.
  std::vector<int> count_others(std::span<const int> rows, int label, int& k,
                                const Watch& watch) const;

 private:
  const DataSet& m_data;
  const SamplerOptions& m_options;
  std::optional<Matrix> m_scaled;
  mutable std::unique_ptr<const NeighborIndex> m_index;
};

/// One class to sample, and where its results go.
struct ClassWork {
  const SamplingSpace& space;
  std::size_t amount = 0;  ///< new points asked for, ≥ 1
  std::vector<int> rows;   ///< of the class, ascending, not empty
  Random random;           ///< of this class alone
  SampledClass& sampled;   ///< label, n_before and rows are set
  SyntheticSet& synthetic;
  std::vector<std::string>& notes;
  const Watch& watch;

  [[nodiscard]] std::string class_name() const { return space.data().class_words(sampled.label); }
  /// Neighbours among `n_others` points, with a note where they are fewer than asked.
  int cut_neighbors(std::size_t n_others);
};

/// r of every row: the share of other classes among the k nearest of the whole data set: [n rows].
/// k is cut to n_points − 1 and returned as such.
std::vector<double> border_shares(const ClassWork& work, int& k);

/// Appends `amount` points, or none with a note where the class offers nothing to draw from.
using ClassSampler = void (*)(ClassWork& work);

void sample_random(ClassWork& work);
void sample_smote(ClassWork& work);
void sample_borderline_smote_1(ClassWork& work);
void sample_borderline_smote_2(ClassWork& work);
void sample_adasyn(ClassWork& work);
void sample_simplicial_smote(ClassWork& work);
void sample_borderline_simplicial(ClassWork& work);
void sample_safe_level_simplicial(ClassWork& work);
void sample_adasyn_simplicial(ClassWork& work);

/// 0, 1, … of all of work.rows.
std::vector<int> all_positions(const ClassWork& work);
/// Positions in work.rows of points in danger: m/2 ≤ neighbours of other classes < m, of
/// m_neighbors in the whole data set (Han, Wang & Mao 2005). A note where there are none.
std::vector<int> find_danger(ClassWork& work);

}  // namespace baryscope
