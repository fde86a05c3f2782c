#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/sampling/samplers/sampler.h"
#include "core/simplicial/clique_complex.h"
#include "tests/core/sampling/samplers/chi_square.h"
#include "tests/core/sampling/samplers/plain_simplicial_smote.h"
#include "tests/core/sampling/samplers/sampled_points.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::chi_square;
using test::chi_square_limit;
using test::expect_barycentric;
using test::make_data;
using test::message_of;
using test::random_data;

SamplerOptions options_of(const std::string& sampler, int k, const std::string& strategy = "auto") {
  SamplerOptions options;
  options.sampler = sampler;
  options.k_neighbors = k;
  options.sampling_strategy = strategy;
  options.seed = 4;
  return options;
}

/// n points on a circle of class a.
DataSet ring(int n, double radius) {
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < n; ++i) {
    const double angle = 2 * M_PI * i / n;
    rows.push_back({radius * std::cos(angle), radius * std::sin(angle)});
  }
  return make_data(rows, std::vector<int>(static_cast<std::size_t>(n), 0));
}

double norm(const Matrix& points, int row) {
  double sum = 0;
  for (const double x : points.row(row)) {
    sum += x * x;
  }
  return std::sqrt(sum);
}

TEST(SimplicialSmote, HexagonOfScience) {
  const DataSet hexagon = ring(6, 1);
  const auto sampled = [&](int k) {
    return resample(hexagon, options_of("simplicial-smote", k, "a=50"), Watch()).classes.at(0);
  };
  const SampledClass two = sampled(2);
  EXPECT_EQ(two.edges.size(), 6U);
  EXPECT_EQ(count_by_arity(two.simplices), (std::vector<std::size_t>{0, 0, 6}));
  const auto betti = betti_numbers(two.simplices, 1, 100, Watch());
  ASSERT_TRUE(betti);
  EXPECT_EQ(*betti, (std::vector<int>{1, 1}));
  const SampledClass four = sampled(4);
  EXPECT_EQ(four.edges.size(), 12U);
  EXPECT_EQ(count_by_arity(four.simplices), (std::vector<std::size_t>{0, 0, 0, 8}));
  const SampledClass five = sampled(5);
  EXPECT_EQ(five.edges.size(), 15U);
  EXPECT_EQ(count_by_arity(five.simplices), (std::vector<std::size_t>{0, 0, 0, 0, 0, 0, 1}));
}

TEST(SimplicialSmote, EqualsThePlainAlgorithmToTheBit) {
  for (const int d : {2, 3, 20}) {
    const DataSet data = random_data({70, 45}, d, 40 + static_cast<std::uint64_t>(d));
    for (const auto& [k, p] : {std::pair{5, 5}, {8, 3}, {3, 2}, {10, 4}}) {
      SCOPED_TRACE("d " + std::to_string(d) + " k " + std::to_string(k));
      SamplerOptions options = options_of("simplicial-smote", k, "b=345");
      options.arity = p;
      const SyntheticSet drawn = resample(data, options, Watch()).synthetic;
      const auto plain =
          test::plain_simplicial_smote(data, 1, k, static_cast<std::size_t>(p), options.seed, 300);
      ASSERT_EQ(drawn.size(), 300);
      for (int i = 0; i < 300; ++i) {
        const test::PlainSample& sample = plain[static_cast<std::size_t>(i)];
        ASSERT_TRUE(std::ranges::equal(drawn.simplex(i), sample.vertices)) << i;
        ASSERT_TRUE(std::ranges::equal(drawn.coordinates_of(i), sample.coordinates)) << i;
        ASSERT_TRUE(std::ranges::equal(drawn.points.row(i), sample.point)) << i;
      }
    }
  }
}

TEST(SimplicialSmote, SimplicesAreDrawnAsTheyAreWeighted) {
  const DataSet data = random_data({40, 30}, 2, 12);
  SamplerOptions options = options_of("simplicial-smote", 6, "b=50030");
  options.arity = 3;
  for (const std::string name :
       {"simplicial-smote", "borderline-simplicial-smote", "adasyn-simplicial",
        "safe-level-simplicial", "smote", "borderline-smote-1", "borderline-smote-2", "random"}) {
    for (const std::string bias : {"none", "simplex"}) {
      SCOPED_TRACE(name + " " + bias);
      options.sampler = name;
      options.boundary_bias = bias;
      options.bias_strength = 3;
      const Resampled resampled = resample(data, options, Watch());
      const SampledClass& sampled = resampled.classes.at(0);
      std::vector<std::size_t> counts(sampled.simplices.size(), 0);
      for (const std::int32_t base : resampled.synthetic.bases) {
        ++counts[static_cast<std::size_t>(base)];
      }
      EXPECT_LT(chi_square(counts, sampled.probabilities), chi_square_limit(counts.size() - 1));
    }
  }
}

TEST(SimplicialSmote, ProbabilitiesAreThoseOfScience) {
  const DataSet data = random_data({40, 30}, 2, 12);
  SamplerOptions options = options_of("simplicial-smote", 6);
  options.arity = 3;
  const SampledClass sampled = resample(data, options, Watch()).classes.at(0);
  std::map<std::size_t, double> faces;  // C(s, 3)
  double sum = 0;
  for (std::size_t c = 0; c < sampled.simplices.size(); ++c) {
    const double s = static_cast<double>(sampled.simplices[c].size());
    faces[c] = s < 3 ? 1 : s * (s - 1) * (s - 2) / 6;
    sum += faces[c];
  }
  ASSERT_GT(count_by_arity(sampled.simplices).size(), 4U);
  for (std::size_t c = 0; c < sampled.simplices.size(); ++c) {
    EXPECT_NEAR(sampled.probabilities[c], faces[c] / sum, 1e-14);
  }
}

TEST(SimplicialSmote, ArityTwoStaysOnEdgesAndOneOnPoints) {
  const DataSet data = random_data({60, 25}, 2, 6);
  SamplerOptions options = options_of("simplicial-smote", 5);
  options.arity = 1;
  Resampled resampled = resample(data, options, Watch());
  for (int i = 0; i < resampled.synthetic.size(); ++i) {
    ASSERT_EQ(resampled.synthetic.simplex(i).size(), 1U);
  }
  options.arity = 2;
  resampled = resample(data, options, Watch());
  const auto& edges = resampled.classes.at(0).edges;
  for (int i = 0; i < resampled.synthetic.size(); ++i) {
    const auto face = resampled.synthetic.simplex(i);
    ASSERT_EQ(face.size(), 2U);
    EXPECT_TRUE(std::binary_search(edges.begin(), edges.end(), std::pair(face[0], face[1])));
  }
}

TEST(SimplicialSmote, TheTriangleComesCloserThanItsEdges) {
  const DataSet data = make_data({{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}}, {0, 1, 1, 1});
  const auto least = [&](const std::string& sampler) {
    const Resampled resampled = resample(data, options_of(sampler, 5, "b=40000"), Watch());
    double distance = HUGE_VAL;
    for (int i = 0; i < resampled.synthetic.size(); ++i) {
      distance = std::min(distance, norm(resampled.synthetic.points, i));
    }
    return distance;
  };
  const double simplicial = least("simplicial-smote");
  EXPECT_GE(simplicial, 1 / std::sqrt(3.0) - 1e-12);
  EXPECT_LT(simplicial, 1 / std::sqrt(3.0) + 1e-3);
  const double edges = least("smote");
  EXPECT_GE(edges, 1 / std::sqrt(2.0) - 1e-12);
  EXPECT_LT(edges, 1 / std::sqrt(2.0) + 1e-3);
}

TEST(SimplicialSmote, HolesStayEmpty) {
  const DataSet data = ring(48, 1);
  const Resampled resampled = resample(data, options_of("simplicial-smote", 4, "a=5000"), Watch());
  // Two neighbours on each side: a simplex spans at most four steps of 7.5 degrees.
  const double least = std::cos(2 * 2 * M_PI / 48);
  for (int i = 0; i < resampled.synthetic.size(); ++i) {
    ASSERT_GE(norm(resampled.synthetic.points, i), least - 1e-12);
  }
  const auto betti = betti_numbers(resampled.classes.at(0).simplices, 1, 10000, Watch());
  ASSERT_TRUE(betti);
  EXPECT_EQ(*betti, (std::vector<int>{1, 1}));
}

TEST(SimplicialSmote, StandardizingForgetsTheUnitsOfTheColumns) {
  DataSet data = random_data({50, 20}, 2, 9);
  SamplerOptions options = options_of("simplicial-smote", 4);
  const Resampled raw = resample(data, options, Watch());
  options.standardize = true;
  const Resampled first = resample(data, options, Watch());
  DataSet other_units = data;
  for (int r = 0; r < data.n_points(); ++r) {
    other_units.points(r, 1) *= 1024;
  }
  const Resampled second = resample(other_units, options, Watch());
  EXPECT_EQ(first.synthetic.vertices, second.synthetic.vertices);
  EXPECT_EQ(first.synthetic.coordinates, second.synthetic.coordinates);
  for (int i = 0; i < first.synthetic.size(); ++i) {
    EXPECT_EQ(1024 * first.synthetic.points(i, 1), second.synthetic.points(i, 1));
  }
  options.standardize = false;
  const Resampled stretched = resample(other_units, options, Watch());
  EXPECT_NE(stretched.classes.at(0).edges, raw.classes.at(0).edges);
}

TEST(SimplicialSmote, DuplicatesAndConstantColumnsAreSampled) {
  std::vector<std::vector<double>> rows(30, {2.5, 7, 0});
  std::vector<int> labels(30, 0);
  for (int i = 0; i < 12; ++i) {
    rows.push_back({1, 7, 0});
    labels.push_back(1);
  }
  const DataSet data = make_data(rows, labels);
  for (const SamplerInfo& info : samplers()) {
    for (const std::string& bias : boundary_biases()) {
      SamplerOptions options = options_of(info.name, 5);
      options.boundary_bias = bias;
      options.standardize = true;
      if (info.name == "none" || info.name == "adasyn" || info.name.starts_with("borderline")) {
        continue;  // no point of the class has others near it
      }
      SCOPED_TRACE(info.name + " " + bias);
      const Resampled resampled = resample(data, options, Watch());
      ASSERT_EQ(resampled.synthetic.size(), 18);
      for (int i = 0; i < 18; ++i) {
        EXPECT_NEAR(resampled.synthetic.points(i, 0), 1, 1e-15);
        EXPECT_NEAR(resampled.synthetic.points(i, 1), 7, 1e-14);
      }
    }
  }
}

TEST(SimplicialSmote, TooManyCliquesAreRefused) {
  SamplerOptions options = options_of("simplicial-smote", 5);
  options.most_cliques = 3;
  const std::string message =
      message_of<SamplerError>([&] { resample(random_data({60, 30}, 2, 1), options, Watch()); });
  EXPECT_TRUE(message.starts_with("class b: ")) << message;
  EXPECT_NE(message.find('3'), std::string::npos) << message;
}

/// Rows of class `label` in danger by plain counting: m/2 ≤ others < m among the m nearest.
std::set<std::int32_t> plain_danger(const DataSet& data, int label, int m) {
  std::set<std::int32_t> danger;
  for (int i = 0; i < data.n_points(); ++i) {
    if (data.labels[static_cast<std::size_t>(i)] != label) {
      continue;
    }
    std::vector<std::pair<double, int>> others;
    for (int j = 0; j < data.n_points(); ++j) {
      double sum = 0;
      for (int c = 0; c < data.n_features(); ++c) {
        sum += std::pow(data.points(i, c) - data.points(j, c), 2);
      }
      if (j != i) {
        others.emplace_back(sum, j);
      }
    }
    std::sort(others.begin(), others.end());
    int n_other = 0;
    for (int j = 0; j < m; ++j) {
      n_other +=
          data.labels[static_cast<std::size_t>(others[static_cast<std::size_t>(j)].second)] != label
              ? 1
              : 0;
    }
    if (2 * n_other >= m && n_other < m) {
      danger.insert(i);
    }
  }
  return danger;
}

TEST(SimplicialSmote, BorderlineEdgesStartAtPointsInDanger) {
  const DataSet data = random_data({90, 40}, 2, 21);
  for (const int m : {9, 10}) {
    SamplerOptions options = options_of("borderline-simplicial-smote", 4);
    options.m_neighbors = m;
    const std::set<std::int32_t> danger = plain_danger(data, 1, m);
    ASSERT_GT(danger.size(), 3U);
    ASSERT_LT(danger.size(), 35U);
    const SampledClass sampled = resample(data, options, Watch()).classes.at(0);
    std::set<std::int32_t> met;
    for (const auto& [i, j] : sampled.edges) {
      EXPECT_TRUE(danger.contains(i) || danger.contains(j));
      met.insert(i);
      met.insert(j);
    }
    for (const std::int32_t vertex : danger) {
      EXPECT_TRUE(met.contains(vertex));
    }
    for (std::size_t c = 0; c < sampled.simplices.size(); ++c) {
      EXPECT_GT(sampled.simplices[c].size(), 1U);
    }
    options.sampler = "borderline-smote-1";
    const Resampled edges = resample(data, options, Watch());
    for (int i = 0; i < edges.synthetic.size(); ++i) {
      const auto ends = edges.synthetic.simplex(i);
      EXPECT_TRUE(danger.contains(ends[0]) || danger.contains(ends[1]));
    }
  }
}

TEST(SimplicialSmote, AdasynSeedsWhereOtherClassesAre) {
  const DataSet data = random_data({90, 40}, 2, 21);
  const SampledClass sampled =
      resample(data, options_of("adasyn-simplicial", 4), Watch()).classes.at(0);
  ASSERT_EQ(sampled.border_shares.size(), 40U);
  double sum = 0;
  for (const double share : sampled.border_shares) {
    sum += share;
  }
  ASSERT_GT(sum, 0);
  // Σ over the simplices with v of P(v) / number of simplices with v, the plain way.
  std::vector<double> expected(sampled.simplices.size(), 0);
  for (std::size_t v = 0; v < 40; ++v) {
    std::vector<std::size_t> with_v;
    for (std::size_t c = 0; c < sampled.simplices.size(); ++c) {
      const auto simplex = sampled.simplices[c];
      if (std::find(simplex.begin(), simplex.end(), sampled.rows[v]) != simplex.end()) {
        with_v.push_back(c);
      }
    }
    for (const std::size_t c : with_v) {
      expected[c] += sampled.border_shares[v] / sum / static_cast<double>(with_v.size());
    }
  }
  for (std::size_t c = 0; c < expected.size(); ++c) {
    EXPECT_NEAR(sampled.probabilities[c], expected[c], 1e-14);
  }
}

TEST(SimplicialSmote, SafeLevelsSkipWhatHasNoSafeVertex) {
  // Two points of class b among their own (rows 0 and 1 with four more), one alone among others.
  DataSet data = random_data({60, 0}, 2, 5);
  data.classes = {"a", "b"};
  std::vector<std::vector<double>> rows;
  std::vector<int> labels;
  for (int i = 0; i < 6; ++i) {
    rows.push_back({10 + 0.1 * i, 10});
    labels.push_back(1);
  }
  rows.push_back({0.5, 0.5});
  labels.push_back(1);
  for (int r = 0; r < 60; ++r) {
    rows.push_back({data.points(r, 0), data.points(r, 1)});
    labels.push_back(0);
  }
  SamplerOptions options = options_of("safe-level-simplicial", 5, "b=3007");
  const Resampled resampled = resample(make_data(rows, labels), options, Watch());
  // α_v = 1 + n_v: 6 for the safe six, 1 for the lonely one, which any simplex draws from less.
  double lonely = 0;
  int n_with = 0;
  for (int i = 0; i < resampled.synthetic.size(); ++i) {
    const auto face = resampled.synthetic.simplex(i);
    if (face.back() == 6) {
      lonely += resampled.synthetic.coordinates_of(i).back();
      ++n_with;
      ASSERT_EQ(face.size(), 5U);
    }
  }
  ASSERT_GT(n_with, 1000);
  EXPECT_NEAR(lonely / n_with, 1 / 25.0, 0.005);  // 1 / (1 + 4 · 6)
  const DataSet none_safe = make_data(
      {{0.0}, {10}, {0.1}, {0.2}, {0.3}, {-0.1}, {-0.2}, {10.1}, {10.2}, {10.3}, {9.9}, {9.8}},
      {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  const std::string message =
      message_of<SamplerError>([&] { resample(none_safe, options, Watch()); });
  EXPECT_NE(message.find("so no simplex is safe and no point is added"), std::string::npos)
      << message;
}

}  // namespace
}  // namespace baryscope
