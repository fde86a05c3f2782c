/// Numbers that describe weights: entropy, negative mass, rank, and attention as a graph
/// (science.md §6).
#pragma once

#include <span>
#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope {

/// −Σ p ln p of p = |w|/‖w‖₁ in nats, 0·ln 0 = 0; 0 for an empty or all-zero row.
double entropy(std::span<const double> weights);
/// entropy / ln(n_allowed); 0 where n_allowed ≤ 1.
double normalized_entropy(std::span<const double> weights, int n_allowed);
/// ½(‖w‖₁ − Σw).
double negative_mass(std::span<const double> weights);
/// exp of the entropy of the singular values σ/Σσ; 0 for the zero matrix.
double effective_rank(const Matrix& matrix);

/// α_k = (1/(T−k)) Σ_{i≥k} A_ik of attention [T, T] → [T].
std::vector<double> sink_alpha(const Matrix& attention);
/// R = Ã_L … Ã_1 with Ã = ½A + ½I; layers in order, each [T, T], at least one.
Matrix rollout(std::span<const Matrix> layers);
/// A^exponent, exponent ≥ 0 (0: identity).
Matrix matrix_power(const Matrix& attention, int exponent);

/// How the cosine t of two random unit vectors of R^d concentrates about 0 (science.md §4), d ≥ 2.
struct CosineConcentration {
  double standard_deviation = 0;  ///< 1/√d
  double mean_abs = 0;            ///< E|t|
};
CosineConcentration cosine_concentration(int dimension);
/// Γ(d/2)/(√π Γ((d−1)/2))·(1−t²)^{(d−3)/2}; 0 outside (−1, 1).
double cosine_density(int dimension, double t);
/// P(|t| > threshold), to about 1e-12 relative; threshold in [0, 1].
double cosine_tail(int dimension, double threshold);

}  // namespace baryscope
