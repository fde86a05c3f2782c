/// Which simplex a synthetic point is drawn from: sizes, cliques and faces of science.md §5.1.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/random.h"
#include "core/simplicial/simplex_list.h"

namespace baryscope {

/// A positive number beyond double's range: mantissa · 2^exponent, mantissa in [½, 1).
struct ScaledNumber {
  double mantissa = 0;
  long exponent = 0;
};
/// C(s, p), 1 where s < p. By products and exact scaling: the same bytes everywhere and no
/// overflow.
ScaledNumber scaled_binomial(std::size_t s, std::size_t p);

/// Positions drawn in proportion to weights ≥ 0 with a positive sum.
class WeightedChoice {
 public:
  explicit WeightedChoice(std::span<const double> weights);
  /// O(log n), one uniform.
  std::size_t draw(Random& random) const;
  [[nodiscard]] double probability(std::size_t i) const;

 private:
  std::vector<double> m_sums;  ///< cumulative
};

/// A clique with P = its size's share of Σ N_s · C(s, p), uniform among those of its size; with
/// factors, in proportion to C(s, p) · factor.
class CliqueChoice {
 public:
  /// `cliques` is kept by reference and not empty. factors [n_cliques] ≥ 0 or empty.
  CliqueChoice(const SimplexList& cliques, int arity, std::span<const double> factors);
  std::size_t draw(Random& random) const;
  [[nodiscard]] std::vector<double> probabilities() const;

 private:
  struct Size {
    std::size_t n_vertices = 0, begin = 0, end = 0;  ///< in m_by_size
  };
  const SimplexList& m_cliques;
  std::vector<Size> m_sizes;                ///< ascending; empty with factors
  std::vector<std::int32_t> m_by_size;      ///< cliques ordered by size, then number
  std::optional<WeightedChoice> m_weights;  ///< of sizes, or with factors of cliques
};

/// Uniform subsets, ascending. Keeps its workspace between draws.
class FaceDraw {
 public:
  /// `count` of the vertices, or all of them where they are not more. Draws nothing for all.
  void draw(std::span<const std::int32_t> simplex, std::size_t count, Random& random,
            std::vector<std::int32_t>& face);
  /// The same with simplex[kept] always among them, count ≥ 1.
  void draw_with(std::span<const std::int32_t> simplex, std::size_t kept, std::size_t count,
                 Random& random, std::vector<std::int32_t>& face);

 private:
  void swap_first(std::size_t n, std::size_t count, Random& random);
  void swap_back();
  std::vector<std::int32_t> m_positions;  ///< the identity between draws
  std::vector<std::size_t> m_swapped;
};

}  // namespace baryscope
