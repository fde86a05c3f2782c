#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "tests/viz/views/hand_made.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

const ScenePoint& point_of_token(const Scene& scene, int token) {
  const auto& points = scene.clouds.at(0).points;
  return *std::find_if(points.begin(), points.end(), [&](const ScenePoint& point) {
    return point.subject == token_subject(token);
  });
}

TEST(SpaceLimits, ATieButForRoundingIsAFirstKey) {
  Analysis analysis = two_simplicial_analysis();
  QueryResult& focus = analysis.queries[static_cast<std::size_t>(analysis.focus)];
  focus.marginal_key = {0, 0.5, 0, 0.5};
  focus.marginal_key_prime = {0, 0.5 - 1e-9, 0, 0.5 + 1e-9};
  EXPECT_EQ(point_of_token(build_scene(analysis, {}), 3).glyph, Glyph::sphere);
  focus.marginal_key_prime = {0, 0.499, 0, 0.501};
  EXPECT_EQ(point_of_token(build_scene(analysis, {}), 3).glyph, Glyph::octahedron);
  EXPECT_EQ(point_of_token(build_scene(analysis, {}), 1).glyph, Glyph::sphere);
}

TEST(SpaceLimits, ARowWithoutAnyHeavyWeightKeepsThinEdges) {
  Analysis analysis = pairwise_analysis();
  for (double& weight : analysis.queries[0].key_weights) {
    weight *= 0.1;
  }
  for (WeightedEdge& edge : analysis.edges) {
    edge.weight *= 0.1;
  }
  int n = 0;
  for (const EdgeSet& set : build_scene(analysis, {}).edges) {
    for (const SceneEdge& edge : set.edges) {
      EXPECT_NEAR(edge.width, std::max(0.5, 14 * edge.weight / 0.3), 1e-9);
      ++n;
    }
  }
  EXPECT_EQ(n, 4);
}

/// Two tokens that others outweigh, `pixels` apart in a figure of that width: whether they share a
/// label.
bool share_a_label(double pixels, int width, bool sink) {
  Analysis analysis = long_analysis(8);
  analysis.queries[0].key_weights = {0.06, 0, 0.05, 0, 0, 0.24, 0.3, 0.35};
  constexpr std::array<std::array<double, 3>, 8> at{{{0, 2, 0},
                                                     {3, -1, 0},
                                                     {-3, -1, 0},
                                                     {0, -1, 3},
                                                     {3, 2, 1},
                                                     {-3, 2, -1},
                                                     {0, -3, -3},
                                                     {3, 3, -3}}};
  for (int i = 0; i < 8; ++i) {
    std::ranges::copy(at[static_cast<std::size_t>(i)], analysis.placement.tokens.row(i).begin());
  }
  analysis.placement.hull.points = analysis.placement.tokens;
  if (sink) {
    analysis.sinks = {2};
  }
  ViewRequest request;
  request.width = width;
  request.height = width * 5 / 8;
  double step = 0.05;
  Scene scene;
  for (int i = 0; i < 5; ++i) {
    for (int c = 0; c < 3; ++c) {
      const double from = analysis.placement.tokens(0, c), to = analysis.placement.tokens(3, c);
      analysis.placement.tokens(2, c) = from + step * (to - from);
    }
    scene = build_scene(analysis, request);
    const Viewport viewport = figure_viewport(scene, request.width, request.height);
    const auto a = to_screen(scene.camera, viewport, point_of_token(scene, 0).position);
    const auto b = to_screen(scene.camera, viewport, point_of_token(scene, 2).position);
    const double off = std::hypot(a->x - b->x, a->y - b->y);
    if (i == 4) {
      EXPECT_NEAR(off, pixels, 1);
    }
    step *= pixels / off;
  }
  return std::any_of(scene.labels.begin(), scene.labels.end(), [](const SceneLabel& label) {
    return positions(label) == std::vector<int>{0, 2};
  });
}

TEST(SpaceLimits, SinksJoinALabelFromFartherAway) {
  EXPECT_FALSE(share_a_label(30, 1600, false));
  EXPECT_TRUE(share_a_label(30, 1600, true));
  EXPECT_FALSE(share_a_label(52, 1600, true));
  // A column's figure has smaller strokes, so that its clumps are smaller too.
  EXPECT_FALSE(share_a_label(34, 640, true));
  EXPECT_TRUE(share_a_label(24, 640, true));
}

TEST(SpaceLimits, FiguresFrom800PixelsOnAreWide) {
  const auto names_the_query = [](int width) {
    ViewRequest request;
    request.width = width;
    const Scene scene = build_scene(pairwise_analysis(), request);
    return std::any_of(scene.legend.rows.begin(), scene.legend.rows.end(),
                       [](const Legend::Row& row) { return row.text == "query"; });
  };
  EXPECT_TRUE(names_the_query(800));
  EXPECT_FALSE(names_the_query(799));
}

}  // namespace
}  // namespace baryscope
