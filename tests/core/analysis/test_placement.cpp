#include "core/analysis/placement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/geometry/hull_membership.h"
#include "core/geometry/pca.h"

namespace baryscope {
namespace {

Matrix random_points(int n, int d, std::uint64_t seed) {
  Random random(seed);
  Matrix points(n, d);
  for (double& entry : points.data) {
    entry = 2 * random.uniform() - 0.7;
  }
  return points;
}

std::vector<int> range(int first, int last) {
  std::vector<int> rows(static_cast<std::size_t>(last - first));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

/// A head of random values with one query whose output is an equal mix of the allowed values.
class PlacementTest : public testing::Test {
 protected:
  static constexpr int k_tokens = 9;
  static constexpr int k_width = 5;

  PlacementTest() {
    m_input.values = random_points(k_tokens, k_width, 1);
    m_input.placed = m_input.values;
    m_input.allowed = range(0, 7);
    m_queries.resize(2);
    for (QueryResult& query : m_queries) {
      query.output.assign(k_width, 0.25);
      query.nearest.assign(k_width, 0.125);
    }
    m_input.queries = m_queries;
    m_input.query_weights = Matrix(2, k_tokens);
    for (const int j : m_input.allowed) {
      m_input.query_weights(0, j) = 1.0 / 7;
    }
    m_input.query_weights(1, 3) = 2;
    m_input.query_weights(1, 4) = -1;
  }

  Matrix place(const std::vector<double>& x) {
    Matrix one(1, k_width);
    std::copy(x.begin(), x.end(), one.data.begin());
    return project(fit_pca(m_input.placed), one);
  }

  std::vector<double> value(int j, double factor = 1) {
    const auto row = m_input.values.row(j);
    std::vector<double> x(row.begin(), row.end());
    for (double& entry : x) {
      entry *= factor;
    }
    return x;
  }

  static bool holds(const AttainableSet& set, const Matrix& point) {
    const HullMembership hull(set.points);
    return hull.distance(point.row(0)).distance <= 1e-9 * (1 + hull.scale());
  }

  /// Every point given lies in the set, and every corner of the set is one of them.
  void expect_set(const AttainableSet& set, const std::vector<std::vector<double>>& points) {
    Matrix placed(static_cast<int>(points.size()), 3);
    for (int p = 0; p < placed.n_rows; ++p) {
      const Matrix one = place(points[static_cast<std::size_t>(p)]);
      EXPECT_TRUE(holds(set, one)) << set.name << ' ' << p;
      std::copy(one.data.begin(), one.data.end(), placed.row(p).begin());
    }
    for (const int corner : set.hull.vertices) {
      double least = 1;
      for (int p = 0; p < placed.n_rows; ++p) {
        double far = 0;
        for (int c = 0; c < 3; ++c) {
          far = std::max(far, std::abs(placed(p, c) - set.points(corner, c)));
        }
        least = std::min(least, far);
      }
      EXPECT_LE(least, 1e-12) << set.name;
    }
  }

  AttainableSet only_set(const std::string& mechanism) {
    m_input.mechanism.mechanism = mechanism;
    const Placement placement = make_placement(m_input);
    EXPECT_EQ(placement.attainable.size(), 1U) << mechanism;
    return placement.attainable.empty() ? AttainableSet() : placement.attainable.front();
  }

  PlacementInput m_input;
  std::vector<QueryResult> m_queries;
};

TEST_F(PlacementTest, TokensWithoutAVectorPlaceNothing) {
  const Placement whole = make_placement(m_input);
  // Two more tokens, whose vectors are zeros because there are none.
  Matrix more(k_tokens + 2, k_width);
  std::copy(m_input.values.data.begin(), m_input.values.data.end(), more.data.begin());
  m_input.values = m_input.placed = more;
  m_input.present = range(0, k_tokens);
  const Placement placement = make_placement(m_input);
  for (int token = 0; token < k_tokens; ++token) {
    for (int axis = 0; axis < 3; ++axis) {
      EXPECT_NEAR(placement.tokens(token, axis), whole.tokens(token, axis), 1e-12);
    }
  }
  for (int token = k_tokens; token < k_tokens + 2; ++token) {
    EXPECT_EQ(placement.tokens(token, 0), 0);
  }
  EXPECT_EQ(placement.explained_variance, whole.explained_variance);
}

TEST_F(PlacementTest, ByValueEverythingIsProjectedAlike) {
  m_input.mechanism.mechanism = "pairwise";
  const Placement placement = make_placement(m_input);
  EXPECT_TRUE(placement.outputs_share_space);
  EXPECT_EQ(placement.tokens.n_rows, k_tokens);
  EXPECT_EQ(placement.outputs.data[0], place(m_queries[0].output)(0, 0));
  EXPECT_EQ(placement.nearest(1, 2), place(m_queries[1].nearest)(0, 2));
  EXPECT_EQ(placement.hull.points.n_rows, 7);
  EXPECT_EQ(placement.hull.points(6, 1), placement.tokens(6, 1));
  EXPECT_EQ(placement.hull.name, "conv(V)");
  EXPECT_TRUE(placement.attainable.empty());
  EXPECT_EQ(placement.products.n_rows, 0);
}

TEST_F(PlacementTest, ByOutputTheValuesJoinTheOutputsSpace) {
  m_input.place_by = "output";
  m_input.placed = random_points(k_tokens, k_width, 2);
  const Placement placement = make_placement(m_input);
  EXPECT_TRUE(placement.outputs_share_space);
  EXPECT_EQ(placement.hull.points(2, 0), place(value(2))(0, 0));
}

TEST_F(PlacementTest, ElsewhereOutputsSitAtTheirWeights) {
  for (const char* place_by : {"key", "query", "residual", "sequence"}) {
    m_input.place_by = place_by;
    m_input.placed = random_points(k_tokens, 12, 3);
    const Placement placement = make_placement(m_input);
    EXPECT_FALSE(placement.outputs_share_space);
    for (int c = 0; c < 3; ++c) {
      double mean = 0;
      for (const int j : m_input.allowed) {
        mean += placement.tokens(j, c) / 7;
      }
      EXPECT_NEAR(placement.outputs(0, c), mean, 1e-12);
      EXPECT_NEAR(placement.nearest(0, c), mean, 1e-12);
      EXPECT_NEAR(placement.outputs(1, c), 2 * placement.tokens(3, c) - placement.tokens(4, c),
                  1e-12);
    }
    EXPECT_TRUE(placement.attainable.empty());
  }
}

TEST_F(PlacementTest, SequenceKeepsTrianglesOpen) {
  m_input.place_by = "sequence";
  const Placement placement = make_placement(m_input);
  EXPECT_EQ(placement.hull.hull.dimension, 2);
  EXPECT_EQ(placement.hull.hull.vertices.size(), 7U);
  EXPECT_NEAR(placement.explained_variance[0] + placement.explained_variance[1], 1, 1e-12);
}

TEST_F(PlacementTest, AttainableSetsAreThoseOfTheTable) {
  std::vector<std::vector<double>> v;
  std::vector<std::vector<double>> both;
  std::vector<std::vector<double>> differences;
  const double lambda = m_input.lambda = 0.8;
  for (const int i : m_input.allowed) {
    v.push_back(value(i));
    both.push_back(value(i));
    both.push_back(value(i, -1));
    for (const int j : m_input.allowed) {
      differences.push_back(value(i));
      for (std::size_t c = 0; c < k_width; ++c) {
        differences.back()[c] -= lambda * value(j)[c];
      }
    }
  }
  expect_set(only_set("differential"), differences);
  expect_set(only_set("cog"), both);
  expect_set(only_set("dipole-v1"), both);
  auto with_zero = v;
  with_zero.emplace_back(k_width, 0.0);
  for (const char* name : {"softpick", "rectified-differential", "heaviside-gate"}) {
    expect_set(only_set(name), with_zero);
  }
  expect_set(only_set("relu-expm1"), {std::vector<double>(k_width, 0.0)});
  m_input.lambda = -0.8;
  EXPECT_EQ(only_set("rectified-differential").name, "conv(V) − λ·conv(V)");
}

TEST_F(PlacementTest, AttainableSetsUseTheirOptions) {
  m_input.lambda = 0.3;
  m_input.kept = std::vector<int>{1, 4};
  std::vector<std::vector<double>> shifted;
  std::vector<std::vector<double>> affine;
  std::vector<std::vector<double>> dipole;
  m_input.mechanism.affine_a = 3;
  m_input.mechanism.affine_b = -0.25;
  m_input.mechanism.a_plus = 2;
  m_input.mechanism.a_minus = 0.5;
  m_input.negative_values = random_points(k_tokens, k_width, 8);
  for (const int i : m_input.allowed) {
    shifted.push_back(value(i));
    affine.push_back(value(i, 3));
    for (std::size_t c = 0; c < k_width; ++c) {
      shifted.back()[c] -= 0.3 * (value(1)[c] + value(4)[c]);
      for (const int j : m_input.allowed) {
        affine.back()[c] -= 0.25 * value(j)[c];
      }
    }
    for (const int j : m_input.allowed) {
      dipole.push_back(value(i, 2));
      for (std::size_t c = 0; c < k_width; ++c) {
        dipole.back()[c] += 0.5 * m_input.negative_values(j, static_cast<int>(c));
      }
    }
  }
  expect_set(only_set("heaviside-differential"), shifted);
  expect_set(only_set("affine"), affine);
  expect_set(only_set("dipole-v2"), dipole);
  EXPECT_EQ(only_set("dipole-v1").name, "conv(V ∪ V₂)");
}

TEST_F(PlacementTest, TripleWiseSetsAreTheProductsOfAllowedPairs) {
  m_input.slot_values = {random_points(k_tokens, k_width, 5)};
  const std::vector<WeightedTriangle> triangles = {{7, 2, 5, 0.5}, {7, 1, 1, 0.25}};
  m_input.triangles = triangles;
  const auto product = [&](int j, int k) {
    std::vector<double> x = value(j);
    for (std::size_t c = 0; c < k_width; ++c) {
      x[c] *= m_input.slot_values[0](k, static_cast<int>(c));
    }
    return x;
  };
  std::vector<std::vector<double>> all;
  std::vector<std::vector<double>> anchored;
  for (const int j : m_input.allowed) {
    for (const int k : m_input.allowed) {
      all.push_back(product(j, k));
      if (k <= j && k > j - 3) {
        anchored.push_back(product(j, k));
      }
    }
  }
  expect_set(only_set("two-simplicial"), all);
  const Placement placement = make_placement(m_input);
  EXPECT_EQ(placement.products.n_rows, 2);
  EXPECT_EQ(placement.products(0, 1), place(product(2, 5))(0, 1));
  EXPECT_EQ(placement.products(1, 0), place(product(1, 1))(0, 0));
  m_input.key_anchor_window = 3;
  expect_set(only_set("two-simplicial"), anchored);
  m_input.key_anchor_window.reset();
  m_input.slot_values.push_back(random_points(k_tokens, k_width, 6));
  EXPECT_EQ(only_set("n-order").name, "conv(v∘v'∘v'')");
}

TEST_F(PlacementTest, ManyTuplesStayInBoundedMemory) {
  m_input.values = random_points(400, k_width, 1);
  m_input.placed = m_input.values;
  m_input.slot_values = {random_points(400, k_width, 5)};
  m_input.allowed = range(0, 400);
  const AttainableSet set = only_set("two-simplicial");
  EXPECT_LT(set.points.n_rows, 2000);
  Random random(3);
  for (int t = 0; t < 50; ++t) {
    std::vector<double> x = value(static_cast<int>(random.below(400)));
    const int k = static_cast<int>(random.below(400));
    for (std::size_t c = 0; c < k_width; ++c) {
      x[c] *= m_input.slot_values[0](k, static_cast<int>(c));
    }
    EXPECT_TRUE(holds(set, place(x)));
  }
}

TEST_F(PlacementTest, TakesOneTokenAndAnEmptyRow) {
  m_input.values = random_points(1, k_width, 1);
  m_input.placed = m_input.values;
  m_input.allowed = {0};
  m_input.mechanism.mechanism = "differential";
  m_input.lambda = 0.5;
  const Placement one = make_placement(m_input);
  EXPECT_EQ(one.hull.hull.dimension, 0);
  m_input.allowed = {};
  const Placement empty = make_placement(m_input);
  EXPECT_EQ(empty.hull.hull.dimension, -1);
  EXPECT_TRUE(empty.attainable.empty());
}

TEST_F(PlacementTest, ValuesOfEveryScaleAreDrawnAlike) {
  const Placement plain = make_placement(m_input);
  for (const int exponent : {-1000, -100, 100, 1000}) {
    PlacementInput input = m_input;
    for (double& x : input.values.data) {
      x = std::ldexp(x, exponent);
    }
    input.placed = input.values;
    std::vector<QueryResult> queries = m_queries;
    for (QueryResult& query : queries) {
      query.output.assign(k_width, std::ldexp(0.25, exponent));
      query.nearest.assign(k_width, std::ldexp(0.125, exponent));
    }
    input.queries = queries;
    const Placement found = make_placement(input);
    EXPECT_EQ(found.hull.hull.vertices, plain.hull.hull.vertices);
    const double factor = found.tokens.data[0] / plain.tokens.data[0];
    EXPECT_GT(std::abs(factor), 1e-3);
    EXPECT_LT(std::abs(factor), 1e3);
    for (std::size_t i = 0; i < plain.tokens.data.size(); ++i) {
      EXPECT_NEAR(found.tokens.data[i], factor * plain.tokens.data[i], 1e-9);
    }
    for (std::size_t i = 0; i < plain.outputs.data.size(); ++i) {
      EXPECT_NEAR(found.outputs.data[i], factor * plain.outputs.data[i], 1e-9);
    }
  }
}

}  // namespace
}  // namespace baryscope
