#include "core/sampling/studies/scores.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/base/error.h"

namespace baryscope {
namespace {

/// Points per class in truth, in the prediction, and in both.
struct Counts {
  std::vector<double> truth, predicted, both;
};

Counts count(std::span<const int> truth, std::span<const int> predicted) {
  BARYSCOPE_CHECK(truth.size() == predicted.size());
  int n_classes = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    n_classes = std::max({n_classes, truth[i] + 1, predicted[i] + 1});
  }
  const auto n = static_cast<std::size_t>(n_classes);
  Counts counts{std::vector<double>(n), std::vector<double>(n), std::vector<double>(n)};
  for (std::size_t i = 0; i < truth.size(); ++i) {
    ++counts.truth[static_cast<std::size_t>(truth[i])];
    ++counts.predicted[static_cast<std::size_t>(predicted[i])];
    if (truth[i] == predicted[i]) {
      ++counts.both[static_cast<std::size_t>(truth[i])];
    }
  }
  return counts;
}

}  // namespace

double f1_of_class(std::span<const int> truth, std::span<const int> predicted, int label) {
  const Counts counts = count(truth, predicted);
  const auto c = static_cast<std::size_t>(label);
  if (c >= counts.truth.size() || counts.truth[c] + counts.predicted[c] == 0) {
    return 0;
  }
  return 2 * counts.both[c] / (counts.truth[c] + counts.predicted[c]);
}

double macro_f1(std::span<const int> truth, std::span<const int> predicted) {
  const Counts counts = count(truth, predicted);
  double sum = 0;
  int n_classes = 0;
  for (std::size_t c = 0; c < counts.truth.size(); ++c) {
    if (counts.truth[c] + counts.predicted[c] > 0) {
      sum += 2 * counts.both[c] / (counts.truth[c] + counts.predicted[c]);
      ++n_classes;
    }
  }
  return n_classes > 0 ? sum / n_classes : 0;
}

double matthews_correlation(std::span<const int> truth, std::span<const int> predicted) {
  const Counts counts = count(truth, predicted);
  const auto n = static_cast<double>(truth.size());
  double right = 0, together = 0, true_squares = 0, predicted_squares = 0;
  for (std::size_t c = 0; c < counts.truth.size(); ++c) {
    right += counts.both[c];
    together += counts.truth[c] * counts.predicted[c];
    true_squares += counts.truth[c] * counts.truth[c];
    predicted_squares += counts.predicted[c] * counts.predicted[c];
  }
  const double product = (n * n - true_squares) * (n * n - predicted_squares);
  return product > 0 ? (right * n - together) / std::sqrt(product) : 0;
}

}  // namespace baryscope
