/// Pearson's test for draws from known probabilities.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace baryscope::test {

/// Σ (observed − expected)² / expected over the cells with probability > 0; infinite where a cell
/// of probability 0 was drawn.
inline double chi_square(const std::vector<std::size_t>& counts,
                         const std::vector<double>& probabilities) {
  double n = 0;
  for (const std::size_t count : counts) {
    n += static_cast<double>(count);
  }
  double sum = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double expected = n * probabilities[i];
    const double difference = static_cast<double>(counts[i]) - expected;
    if (expected > 0) {
      sum += difference * difference / expected;
    } else if (counts[i] > 0) {
      return HUGE_VAL;
    }
  }
  return sum;
}

/// What chi-square of so many degrees of freedom exceeds once in a thousand (Wilson & Hilferty
/// 1931).
inline double chi_square_limit(std::size_t degrees) {
  const double k = static_cast<double>(degrees);
  const double root = 1 - 2 / (9 * k) + 3.0902323 * std::sqrt(2 / (9 * k));
  return k * root * root * root;
}

}  // namespace baryscope::test
