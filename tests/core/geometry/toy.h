/// The closed-form toy of science.md §7.1 in plain loops, for geometry's own acceptance numbers.
#pragma once

#include <vector>

#include "core/geometry/matrix.h"

namespace baryscope::toy {

/// M[i][l] = sin(0.9·(i+1)·(l+1) + φ), 4 × 3.
Matrix matrix(double phase);
inline Matrix query() { return matrix(0.0); }
inline Matrix key() { return matrix(0.5); }
inline Matrix key_prime() { return matrix(1.1); }
inline Matrix value() { return matrix(1.9); }
inline Matrix value_prime() { return matrix(2.6); }
inline Matrix query_2() { return matrix(0.9); }

/// s_j = q_i·k_j/√3.
std::vector<double> scores(const Matrix& queries, const Matrix& keys, int i);
std::vector<double> softmax(const std::vector<double>& s);
/// softmax of the scores of every row; causal: j ≤ i.
Matrix attention(const Matrix& queries, const Matrix& keys, bool causal);
/// Σ_j w_j v_j.
std::vector<double> mix(const std::vector<double>& weights, const Matrix& values);

}  // namespace baryscope::toy
