#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/analysis/placement.h"
#include "core/base/random.h"
#include "core/geometry/hull_membership.h"

namespace baryscope {
namespace {

constexpr int k_n_tokens = 12, k_width = 8;

/// Values about the origin and an output far from them, with its way to the hull in all directions.
class PlaceOutsideTest : public testing::Test {
 protected:
  PlaceOutsideTest() {
    Random random(3);
    m_input.place_by = "outside";
    m_input.mechanism.mechanism = "differential";
    m_input.lambda = 0.5;
    m_input.values = Matrix(k_n_tokens, k_width);
    for (double& entry : m_input.values.data) {
      entry = random.uniform() - 0.5;
    }
    m_input.placed = m_input.values;
    m_input.allowed.resize(k_n_tokens - 1);
    std::iota(m_input.allowed.begin(), m_input.allowed.end(), 0);
    QueryResult& query = m_queries.emplace_back();
    for (int c = 0; c < k_width; ++c) {
      query.output.push_back(0.4 * (random.uniform() + 0.2));
    }
    const HullDistance found =
        HullMembership(m_input.values).distance(query.output, m_input.allowed);
    m_distance = found.distance;
    query.nearest = found.nearest;
    m_input.way_out.resize(k_width);
    std::transform(query.output.begin(), query.output.end(), query.nearest.begin(),
                   m_input.way_out.begin(), std::minus<>());
    m_input.queries = m_queries;
  }

  PlacementInput m_input;
  std::vector<QueryResult> m_queries;
  double m_distance = 0;
};

TEST_F(PlaceOutsideTest, TheDrawnDistanceIsTheTrueOne) {
  ASSERT_GT(m_distance, 0.1);
  const Placement placement = make_placement(m_input);
  EXPECT_TRUE(placement.first_axis_leaves_hull);
  EXPECT_TRUE(placement.outputs_share_space);
  EXPECT_NEAR(placement.outputs(0, 0) - placement.nearest(0, 0), m_distance, 1e-12);
  EXPECT_NEAR(placement.outputs(0, 1), placement.nearest(0, 1), 1e-9);
  EXPECT_NEAR(placement.outputs(0, 2), placement.nearest(0, 2), 1e-9);
}

TEST_F(PlaceOutsideTest, AllOfTheHullLiesBelowTheNearestPoint) {
  const Placement placement = make_placement(m_input);
  for (const int j : m_input.allowed) {
    EXPECT_LE(placement.tokens(j, 0), placement.nearest(0, 0) + 1e-9) << j;
  }
  const std::array output{placement.outputs(0, 0), placement.outputs(0, 1),
                          placement.outputs(0, 2)};
  const HullMembership drawn(placement.hull.points);
  EXPECT_NEAR(drawn.distance(output).distance, m_distance, 1e-9);
}

TEST_F(PlaceOutsideTest, ThePrincipalAxesOfTheValuesMayHideIt) {
  m_input.place_by = "value";
  m_input.way_out.clear();
  const Placement placement = make_placement(m_input);
  const std::array output{placement.outputs(0, 0), placement.outputs(0, 1),
                          placement.outputs(0, 2)};
  EXPECT_LT(HullMembership(placement.hull.points).distance(output).distance, m_distance);
}

TEST_F(PlaceOutsideTest, AnOutputInsideIsPlacedAsByValue) {
  m_input.way_out.clear();
  const Placement inside = make_placement(m_input);
  m_input.place_by = "value";
  const Placement by_value = make_placement(m_input);
  EXPECT_FALSE(inside.first_axis_leaves_hull);
  EXPECT_EQ(inside.tokens.data, by_value.tokens.data);
  EXPECT_EQ(inside.explained_variance, by_value.explained_variance);
}

TEST_F(PlaceOutsideTest, SumsOfHullsSayThatTheyAreLarge) {
  const Placement placement = make_placement(m_input);
  ASSERT_EQ(placement.attainable.size(), 1U);
  EXPECT_TRUE(placement.attainable[0].is_sum);
  m_input.mechanism.mechanism = "cog";
  EXPECT_FALSE(make_placement(m_input).attainable.at(0).is_sum);
}

}  // namespace
}  // namespace baryscope
