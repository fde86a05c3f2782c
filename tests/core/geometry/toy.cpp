#include "tests/core/geometry/toy.h"

#include <cmath>

namespace baryscope::toy {

Matrix matrix(double phase) {
  Matrix m(4, 3);
  for (int i = 0; i < 4; ++i) {
    for (int l = 0; l < 3; ++l) {
      m(i, l) = std::sin(0.9 * (i + 1) * (l + 1) + phase);
    }
  }
  return m;
}

std::vector<double> scores(const Matrix& queries, const Matrix& keys, int i) {
  std::vector<double> s;
  for (int j = 0; j < keys.n_rows; ++j) {
    double sum = 0;
    for (int l = 0; l < keys.n_columns; ++l) {
      sum += queries(i, l) * keys(j, l);
    }
    s.push_back(sum / std::sqrt(3.0));
  }
  return s;
}

std::vector<double> softmax(const std::vector<double>& s) {
  std::vector<double> weights;
  double sum = 0;
  for (const double score : s) {
    weights.push_back(std::exp(score));
    sum += weights.back();
  }
  for (double& weight : weights) {
    weight /= sum;
  }
  return weights;
}

Matrix attention(const Matrix& queries, const Matrix& keys, bool causal) {
  Matrix a(queries.n_rows, keys.n_rows);
  for (int i = 0; i < queries.n_rows; ++i) {
    std::vector<double> s = scores(queries, keys, i);
    if (causal) {
      s.resize(static_cast<std::size_t>(i) + 1);
    }
    const std::vector<double> row = softmax(s);
    for (std::size_t j = 0; j < row.size(); ++j) {
      a(i, static_cast<int>(j)) = row[j];
    }
  }
  return a;
}

std::vector<double> mix(const std::vector<double>& weights, const Matrix& values) {
  std::vector<double> out(static_cast<std::size_t>(values.n_columns));
  for (int j = 0; j < values.n_rows; ++j) {
    for (int l = 0; l < values.n_columns; ++l) {
      out[static_cast<std::size_t>(l)] += weights[static_cast<std::size_t>(j)] * values(j, l);
    }
  }
  return out;
}

}  // namespace baryscope::toy
