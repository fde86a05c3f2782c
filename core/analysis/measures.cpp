#include "core/analysis/measures.h"

#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"

namespace baryscope {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

double absolute_sum(std::span<const double> weights) {
  double sum = 0;
  for (const double weight : weights) {
    sum += std::abs(weight);
  }
  return sum;
}

Eigen::Map<const RowMajor> map(const Matrix& matrix) {
  return {matrix.data.data(), matrix.n_rows, matrix.n_columns};
}

Matrix to_matrix(const RowMajor& from) {
  Matrix matrix(static_cast<int>(from.rows()), static_cast<int>(from.cols()));
  std::copy(from.data(), from.data() + from.size(), matrix.data.begin());
  return matrix;
}

/// Γ(d/2)/(√π Γ((d−1)/2)), the height of the density at 0.
double density_factor(int dimension) {
  const double d = dimension;
  return std::exp(std::lgamma(d / 2) - std::lgamma((d - 1) / 2)) * std::numbers::inv_sqrtpi;
}

/// The continued fraction of the regularised incomplete beta function (Lentz's method).
double beta_fraction(double x, double a, double b) {
  constexpr double k_tiny = 1e-300;
  const auto away_from_zero = [](double value) {
    return std::abs(value) < k_tiny ? k_tiny : value;
  };
  double c = 1;
  double d = 1 / away_from_zero(1 - (a + b) * x / (a + 1));
  double value = d;
  for (int m = 1; m < 10000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away_from_zero(1 + even * d);
    c = away_from_zero(1 + even / c);
    value *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away_from_zero(1 + odd * d);
    c = away_from_zero(1 + odd / c);
    value *= d * c;
    if (std::abs(d * c - 1) < 1e-16) {
      break;
    }
  }
  return value;
}

/// I_x(a, b), x in (0, 1).
double incomplete_beta(double x, double a, double b) {
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log1p(-x));
  if (x < (a + 1) / (a + b + 2)) {
    return front * beta_fraction(x, a, b) / a;
  }
  return 1 - front * beta_fraction(1 - x, b, a) / b;
}

}  // namespace

double entropy(std::span<const double> weights) {
  const double sum = absolute_sum(weights);
  if (!(sum > 0)) {
    return 0;
  }
  double result = 0;
  for (const double weight : weights) {
    const double p = std::abs(weight) / sum;
    if (p > 0) {
      result -= p * std::log(p);
    }
  }
  return std::max(result, 0.0);
}

double normalized_entropy(std::span<const double> weights, int n_allowed) {
  return n_allowed <= 1 ? 0 : entropy(weights) / std::log(static_cast<double>(n_allowed));
}

double negative_mass(std::span<const double> weights) {
  double sum = 0;
  for (const double weight : weights) {
    sum += std::max(0.0, -weight);
  }
  return sum;
}

double effective_rank(const Matrix& matrix) {
  if (matrix.data.empty()) {
    return 0;
  }
  const Eigen::VectorXd sigma = Eigen::BDCSVD<Eigen::MatrixXd>(map(matrix)).singularValues();
  if (!(sigma.sum() > 0)) {
    return 0;
  }
  return std::exp(entropy({sigma.data(), static_cast<std::size_t>(sigma.size())}));
}

std::vector<double> sink_alpha(const Matrix& attention) {
  BARYSCOPE_CHECK(attention.n_rows == attention.n_columns);
  const int n = attention.n_rows;
  std::vector<double> alpha(static_cast<std::size_t>(n));
  for (int k = 0; k < n; ++k) {
    double sum = 0;
    for (int i = k; i < n; ++i) {
      sum += attention(i, k);
    }
    alpha[static_cast<std::size_t>(k)] = sum / (n - k);
  }
  return alpha;
}

Matrix rollout(std::span<const Matrix> layers) {
  BARYSCOPE_CHECK(!layers.empty());
  const Eigen::Index n = layers.front().n_rows;
  RowMajor product = RowMajor::Identity(n, n);
  for (const Matrix& layer : layers) {
    BARYSCOPE_CHECK(layer.n_rows == n && layer.n_columns == n);
    const RowMajor mixed = 0.5 * map(layer) + 0.5 * RowMajor::Identity(n, n);
    product = mixed * product;
  }
  return to_matrix(product);
}

Matrix matrix_power(const Matrix& attention, int exponent) {
  BARYSCOPE_CHECK(attention.n_rows == attention.n_columns && exponent >= 0);
  RowMajor result = RowMajor::Identity(attention.n_rows, attention.n_rows);
  RowMajor square = map(attention);
  for (int rest = exponent; rest > 0; rest /= 2) {
    if (rest % 2 == 1) {
      result = result * square;
    }
    if (rest > 1) {
      square = square * square;
    }
  }
  return to_matrix(result);
}

CosineConcentration cosine_concentration(int dimension) {
  BARYSCOPE_CHECK(dimension >= 2);
  const double d = dimension;
  CosineConcentration result;
  result.standard_deviation = 1 / std::sqrt(d);
  result.mean_abs =
      std::exp(std::lgamma(d / 2) - std::lgamma((d + 1) / 2)) * std::numbers::inv_sqrtpi;
  return result;
}

double cosine_density(int dimension, double t) {
  BARYSCOPE_CHECK(dimension >= 2);
  if (!(t > -1 && t < 1)) {
    return 0;
  }
  return density_factor(dimension) * std::pow(1 - t * t, (dimension - 3) / 2.0);
}

double cosine_tail(int dimension, double threshold) {
  BARYSCOPE_CHECK(dimension >= 2 && threshold >= 0 && threshold <= 1);
  if (threshold == 0) {
    return 1;
  }
  if (threshold == 1) {
    return 0;
  }
  // t² is Beta(½, (d−1)/2), so 1 − t² is Beta((d−1)/2, ½).
  return incomplete_beta((1 - threshold) * (1 + threshold), (dimension - 1) / 2.0, 0.5);
}

}  // namespace baryscope
