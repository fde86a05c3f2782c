/// Barycentric coordinates on a given simplex, with the boundary biases that act on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/random.h"

namespace baryscope {

/// How coordinates are drawn on every simplex of one class.
struct CoordinateRule {
  double alpha = 1;
  /// [n_points] Dirichlet parameters of each row where they differ; empty: alpha everywhere.
  std::vector<double> shapes;
  /// The facet bias: γ > 0 pushes away from one vertex of low r; 0 is none.
  double facet = 0;
  std::vector<double> border;  ///< [n_points] r of each row, for the facet bias
};

/// Draws with one rule; keeps its workspace between draws.
class CoordinateDraw {
 public:
  /// `rule` is kept by reference.
  explicit CoordinateDraw(const CoordinateRule& rule) : m_rule(rule) {}
  /// One vertex has coordinate 1 and draws nothing.
  void draw(std::span<const std::int32_t> vertices, std::span<double> coordinates, Random& random);

 private:
  void push_from_vertex(std::span<const std::int32_t> vertices, std::span<double> coordinates,
                        Random& random);
  const CoordinateRule& m_rule;
  std::vector<double> m_shapes;
};

/// The tilt bias: of candidates at these distances to the nearest point of another class, one with
/// P ∝ exp(−γ (distance − least) / h), by a uniform in [0, 1). h > 0.
std::size_t choose_tilted(std::span<const double> distances, double gamma, double h,
                          double uniform);

}  // namespace baryscope
