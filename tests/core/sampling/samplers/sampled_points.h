/// Small data sets for tests, and what every synthetic point must be.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/data/data_set.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope::test {

/// Rows of points with labels; classes are "a", "b", … as far as the labels reach.
inline DataSet make_data(const std::vector<std::vector<double>>& rows,
                         const std::vector<int>& labels) {
  DataSet data;
  data.name = "test";
  data.points = Matrix(static_cast<int>(rows.size()), static_cast<int>(rows.front().size()));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::copy(rows[r].begin(), rows[r].end(), data.points.row(static_cast<int>(r)).begin());
  }
  for (std::size_t c = 0; c < rows.front().size(); ++c) {
    data.features.push_back("x" + std::to_string(c));
  }
  data.labels = labels;
  for (const int label : labels) {
    while (data.n_classes() <= label) {
      data.classes.push_back(std::string(1, static_cast<char>('a' + data.n_classes())));
    }
  }
  return data;
}

/// counts[c] points of class c, uniform in the cube [0, 1]^d moved by 0.3 c along every axis.
inline DataSet random_data(const std::vector<int>& counts, int d, std::uint64_t seed) {
  Random random(seed);
  std::vector<std::vector<double>> rows;
  std::vector<int> labels;
  for (std::size_t c = 0; c < counts.size(); ++c) {
    for (int i = 0; i < counts[c]; ++i) {
      std::vector<double> row(static_cast<std::size_t>(d));
      for (double& x : row) {
        x = random.uniform() + 0.3 * static_cast<double>(c);
      }
      rows.push_back(row);
      labels.push_back(static_cast<int>(c));
    }
  }
  return make_data(rows, labels);
}

/// Coordinates ≥ 0 that sum to 1 within `tolerance`, vertices ascending, and the point their
/// combination bit for bit, summed the plain way.
inline void expect_barycentric(const DataSet& data, const SyntheticSet& synthetic,
                               double tolerance) {
  ASSERT_EQ(synthetic.labels.size(), static_cast<std::size_t>(synthetic.size()));
  ASSERT_EQ(synthetic.bases.size(), static_cast<std::size_t>(synthetic.size()));
  ASSERT_EQ(synthetic.offsets.size(), static_cast<std::size_t>(synthetic.size()) + 1);
  for (int i = 0; i < synthetic.size(); ++i) {
    const auto vertices = synthetic.simplex(i);
    const auto coordinates = synthetic.coordinates_of(i);
    ASSERT_FALSE(vertices.empty());
    double sum = 0;
    for (std::size_t v = 0; v < vertices.size(); ++v) {
      ASSERT_GE(coordinates[v], 0) << "point " << i;
      sum += coordinates[v];
      if (v > 0) {
        ASSERT_LT(vertices[v - 1], vertices[v]);
      }
    }
    ASSERT_LE(std::abs(sum - 1), tolerance) << "point " << i;
    for (int c = 0; c < data.n_features(); ++c) {
      double x = coordinates[0] * data.points(vertices[0], c);
      for (std::size_t v = 1; v < vertices.size(); ++v) {
        const double term = coordinates[v] * data.points(vertices[v], c);
        x += term;
      }
      ASSERT_EQ(x, synthetic.points(i, c)) << "point " << i << " column " << c;
    }
  }
}

/// FNV-1a over the bytes of the points.
inline std::uint64_t points_hash(const SyntheticSet& synthetic) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const double value : synthetic.points.data) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    for (int byte = 0; byte < 8; ++byte) {
      hash ^= (bits >> (8 * byte)) & 0xff;
      hash *= 0x100000001b3ULL;
    }
  }
  return hash;
}

}  // namespace baryscope::test
