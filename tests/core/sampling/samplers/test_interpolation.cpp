#include "core/sampling/samplers/interpolation.h"

#include <gtest/gtest.h>

#include <numeric>

#include "tests/core/sampling/samplers/sampled_points.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using Amounts = std::vector<std::size_t>;
using test::make_data;
using test::message_of;

TEST(Adasyn, AmountsRoundHalfToEven) {
  const std::vector<double> equal(3, 0.4);
  EXPECT_EQ(adasyn_amounts(equal, 5), (Amounts{2, 2, 2}));  // science.md §5.2: 6 in place of 5
  const std::vector<double> two(2, 1);
  EXPECT_EQ(adasyn_amounts(two, 1), (Amounts{0, 0}));
  EXPECT_EQ(adasyn_amounts(two, 3), (Amounts{2, 2}));
  EXPECT_EQ(adasyn_amounts(two, 5), (Amounts{2, 2}));
  EXPECT_EQ(adasyn_amounts(std::vector<double>{0, 0.2, 0.6}, 8), (Amounts{0, 2, 6}));
}

SamplerOptions adasyn(const std::string& strategy) {
  SamplerOptions options;
  options.sampler = "adasyn";
  options.sampling_strategy = strategy;
  options.k_neighbors = 2;
  return options;
}

/// Three points of class b, each between two of class a.
DataSet alternating() {
  return make_data({{0}, {1}, {2}, {10}, {11}, {12}, {20}, {21}, {22}},
                   {0, 1, 0, 0, 1, 0, 0, 1, 0});
}

TEST(Adasyn, TotalsMayDifferAndANoteSaysSo) {
  const Resampled resampled = resample(alternating(), adasyn("b=8"), Watch());
  EXPECT_EQ(resampled.synthetic.size(), 6);
  ASSERT_EQ(resampled.notes.size(), 1U);
  EXPECT_EQ(resampled.notes[0], "class b: ADASYN's shares round to 6 new points in place of 5");
  EXPECT_EQ(resampled.classes.at(0).border_shares, (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(resampled.classes.at(0).n_after, 9U);
}

TEST(Adasyn, RefusesWhatImbalancedLearnRefuses) {
  const DataSet apart =
      make_data({{0}, {0.1}, {0.2}, {9}, {9.1}, {9.2}, {9.3}}, {1, 1, 1, 0, 0, 0, 0});
  EXPECT_EQ(message_of<SamplerError>([&] { resample(apart, adasyn("auto"), Watch()); }),
            "adasyn: no point of class b has a point of another class among its 2 nearest "
            "neighbours, so nothing says where to add; use smote, or a larger k-neighbors");
  EXPECT_EQ(message_of<SamplerError>([&] { resample(alternating(), adasyn("b=4"), Watch()); }),
            "adasyn: the 1 points asked of class b are spread so thin that every share rounds to "
            "0; ask for more, or use smote");
}

TEST(Interpolation, DrawsAndStepsAreReplayedAsTheyAre) {
  const DataSet data = make_data({{0, 0}, {4, 0}, {0, 8}}, {0, 0, 1});
  NeighborTable table;
  table.k = 2;
  table.bases = {0, 1};
  table.neighbors = {1, 2, 0, 2};
  const EdgeIndex index = index_edges(table);
  EXPECT_EQ(index.edges.size(), 3U);
  EXPECT_EQ(index.of_entry, (std::vector<std::int32_t>{0, 1, 0, 2}));
  InterpolationDraws draws{{0, 2, 3}, {0.25, 0.25, 0.5}};
  EXPECT_EQ(find_mixed(table, draws, data, 0), (std::vector<std::size_t>{2}));
  const std::vector<std::size_t> mixed = {2};
  const std::vector<double> factors = {0.5};
  shorten(mixed, factors, draws);
  SyntheticSet synthetic;
  synthetic.points = Matrix(0, 2);
  interpolate(data.points, table, index, draws, 0, synthetic, Watch());
  EXPECT_EQ(synthetic.points.data, (std::vector<double>{1, 0, 3, 0, 3, 2}));
  EXPECT_EQ(synthetic.coordinates, (std::vector<double>{0.75, 0.25, 0.25, 0.75, 0.75, 0.25}));
  EXPECT_EQ(synthetic.bases, (std::vector<std::int32_t>{0, 0, 2}));
}

TEST(Interpolation, BorderlineTwoStaysInItsOwnHalf) {
  const DataSet data = test::random_data({90, 40}, 2, 21);
  SamplerOptions options;
  options.sampler = "borderline-smote-2";
  options.seed = 3;
  options.sampling_strategy = "b=2040";
  const Resampled resampled = resample(data, options, Watch());
  int n_mixed = 0;
  for (int i = 0; i < resampled.synthetic.size(); ++i) {
    const auto vertices = resampled.synthetic.simplex(i);
    double other = 0;
    for (std::size_t v = 0; v < vertices.size(); ++v) {
      if (data.labels[static_cast<std::size_t>(vertices[v])] != 1) {
        other += resampled.synthetic.coordinates_of(i)[v];
        ++n_mixed;
      }
    }
    ASSERT_LT(other, 0.5);
    EXPECT_EQ(resampled.synthetic.labels[static_cast<std::size_t>(i)], 1);
  }
  EXPECT_GT(n_mixed, 100);
}

TEST(Interpolation, NoPointInDangerIsRefused) {
  const DataSet apart =
      make_data({{0}, {0.1}, {0.2}, {9}, {9.1}, {9.2}, {9.3}}, {1, 1, 1, 0, 0, 0, 0});
  for (const std::string name :
       {"borderline-smote-1", "borderline-smote-2", "borderline-simplicial-smote"}) {
    SamplerOptions options;
    options.sampler = name;
    options.m_neighbors = 2;
    EXPECT_EQ(message_of<SamplerError>([&] { resample(apart, options, Watch()); }),
              name +
                  " adds no point to this data: class b has no point in danger: of the 2 nearest "
                  "neighbours "
                  "of each point fewer than half, or all, are of other classes; no point is added; "
                  "use smote, or a "
                  "smaller or larger m-neighbors");
  }
}

}  // namespace
}  // namespace baryscope
