/// Points between a base point and one of its neighbours, x = x_i + u (x_nn − x_i): what SMOTE and
/// its relatives share. Drawing and combining are apart, so that given draws can be replayed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/sampling/samplers/sampling_space.h"

namespace baryscope {

/// Base points and their neighbours, all as rows of the data set.
struct NeighborTable {
  int k = 0;  ///< 0: the bases stand alone
  std::vector<std::int32_t> bases;
  std::vector<std::int32_t> neighbors;  ///< [n_bases, k]

  /// Entries to choose from: base c / k with its neighbour c % k; without neighbours base c.
  [[nodiscard]] std::size_t size() const { return k == 0 ? bases.size() : neighbors.size(); }
};

/// The k_neighbors nearest of every base (positions in work.rows) among its own class.
NeighborTable table_in_class(ClassWork& work, std::span<const int> bases);
/// The same among all points of the data set.
NeighborTable table_in_data(ClassWork& work, std::span<const int> bases);

/// One entry of the table and one step u ∈ [0, 1) a new point.
struct InterpolationDraws {
  std::vector<std::size_t> choices;
  std::vector<double> steps;
};
/// n entries and steps, uniform.
InterpolationDraws draw_interpolations(const NeighborTable& table, std::size_t n, Random& random);

/// Which draws lead towards a point of another class than `label`, ascending.
std::vector<std::size_t> find_mixed(const NeighborTable& table, const InterpolationDraws& draws,
                                    const DataSet& data, int label);
/// Borderline-SMOTE 2 stays nearer to its own class: the step of draw mixed[i] is multiplied by
/// factors[i] ∈ [0, ½).
void shorten(std::span<const std::size_t> mixed, std::span<const double> factors,
             InterpolationDraws& draws);

/// The undirected edges of a table, and which one each entry is.
struct EdgeIndex {
  SimplexList edges;                   ///< lexicographic; single points where the bases stand alone
  std::vector<std::int32_t> of_entry;  ///< [table.size()] position in `edges`
};
EdgeIndex index_edges(const NeighborTable& table);

/// Appends one point a draw: vertices ascending, coordinates 1 − u at the base and u at the
/// neighbour.
void interpolate(const Matrix& points, const NeighborTable& table, const EdgeIndex& index,
                 const InterpolationDraws& draws, int label, SyntheticSet& synthetic,
                 const Watch& watch);

/// Leaves edges, simplices and their probabilities in the class: entry e of the table is drawn with
/// probability weights[e / k] / Σ, or all alike without weights.
void keep_edges(const NeighborTable& table, EdgeIndex index, std::span<const double> base_weights,
                SampledClass& sampled);

/// ADASYN's new points of each base: round-half-even(share_i / Σ share · amount); their sum may
/// differ from `amount`. Σ share > 0.
std::vector<std::size_t> adasyn_amounts(std::span<const double> shares, std::size_t amount);

}  // namespace baryscope
