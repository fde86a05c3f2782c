#include "viz/views/space/build_space.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/report.h"
#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"

namespace baryscope {
namespace {

using test::find_point;
using test::label_texts;
using test::weight_edges;
using testing::HasSubstr;
using testing::Not;

TEST(Space, WidthIsMonotoneInTheAbsoluteWeightAndWithinItsLimits) {
  for (const Analysis& analysis : all_analyses()) {
    std::vector<SceneEdge> edges = weight_edges(build_scene(analysis, {}));
    ASSERT_FALSE(edges.empty());
    std::sort(edges.begin(), edges.end(), [](const SceneEdge& a, const SceneEdge& b) {
      return std::abs(a.weight) < std::abs(b.weight);
    });
    for (std::size_t i = 0; i < edges.size(); ++i) {
      EXPECT_GE(edges[i].width, 0.5);
      EXPECT_LE(edges[i].width, 14);
      if (i > 0) {
        EXPECT_GE(edges[i].width, edges[i - 1].width);
      }
      EXPECT_EQ(edges[i].dashed, edges[i].weight < 0);
    }
    // Above the hairline widths are proportional.
    const SceneEdge& widest = edges.back();
    for (const SceneEdge& edge : edges) {
      if (edge.width > 0.5) {
        EXPECT_NEAR(edge.width / widest.width, std::abs(edge.weight / widest.weight), 1e-12);
      }
    }
  }
}

TEST(Space, TokensThatAreNoKeysOfTheLayerAreNotDrawn) {
  Analysis analysis = pairwise_analysis();
  analysis.role.has_key = {true, false, true, true};
  analysis.role.has_query = {false, true, false, false};
  const Scene scene = build_scene(analysis, {});
  const auto tokens = std::ranges::find(scene.clouds, "tokens", &TokenCloud::name);
  ASSERT_NE(tokens, scene.clouds.end());
  EXPECT_EQ(tokens->points.size(), 3U);
  // By the sequence the query has a place of its own, whatever is read.
  analysis.placement.place_by = "sequence";
  const Scene in_sequence = build_scene(analysis, {});
  EXPECT_EQ(std::ranges::find(in_sequence.clouds, "tokens", &TokenCloud::name)->points.size(), 4U);
}

TEST(Space, EdgesRunFromTheOutputToTheValues) {
  const Analysis analysis = pairwise_analysis();
  const Scene scene = build_scene(analysis, {});
  const ScenePoint* output = find_point(scene, Glyph::diamond);
  ASSERT_TRUE(output);
  for (const SceneEdge& edge : weight_edges(scene)) {
    EXPECT_EQ(edge.from, output->position);
    EXPECT_EQ(edge.to.x, analysis.placement.tokens(edge.subject.key(), 0));
    EXPECT_EQ(edge.to.y, analysis.placement.tokens(edge.subject.key(), 1));
    EXPECT_EQ(edge.weight,
              analysis.queries[0].key_weights[static_cast<std::size_t>(edge.subject.key())]);
    EXPECT_EQ(edge.subject.query(), 1);
  }
  EXPECT_EQ(scene.legend.color_map, "cividis");
  EXPECT_EQ(scene.legend.minimum, 0);
  EXPECT_EQ(scene.legend.maximum, 0.4);
}

TEST(Space, NegligiblePairsLeaveNoTraceInThePicture) {
  // What a softmax over all pairs leaves beside the one that matters.
  Analysis analysis = two_simplicial_analysis();
  analysis.triangles = {{1, 1, 3, 0.997}, {1, 2, 3, 0.002}, {1, 3, 3, 0.001}};
  analysis.edges = {{1, 1, 0.997}, {1, 2, 0.002}, {1, 3, 0.001}};
  QueryResult& query = analysis.queries.front();
  query.marginal_key = {0, 0.997, 0.002, 0.001};
  query.marginal_key_prime = {0, 0, 0.001, 0.999};
  const Scene scene = build_scene(analysis, {});
  ASSERT_EQ(scene.triangles.size(), 1u);
  ASSERT_EQ(scene.triangles[0].triangles.size(), 1u);
  EXPECT_EQ(scene.triangles[0].triangles[0].subject.key(), 1);
  for (const EdgeSet& set : scene.edges) {
    EXPECT_NE(set.name, "pairs of one key");
    if (set.name == "weights" || set.name == "second keys") {
      EXPECT_EQ(set.edges.size(), 1u) << set.name;
    }
  }
  // Solutions of equal weight are all drawn, however small each is.
  analysis.triangles = {{1, 1, 3, 0.01}, {1, 2, 3, 0.01}};
  EXPECT_EQ(build_scene(analysis, {}).triangles[0].triangles.size(), 2u);
}

TEST(Space, AnOutsideOutputIsHollowAndTiedToTheHull) {
  const Analysis analysis = differential_analysis();
  const Scene scene = build_scene(analysis, {});
  const ScenePoint* output = find_point(scene, Glyph::hollow_diamond);
  ASSERT_TRUE(output);
  EXPECT_FALSE(find_point(scene, Glyph::diamond));
  EXPECT_EQ(output->role, Role::output_outside);
  const auto line = std::find_if(scene.edges.begin(), scene.edges.end(),
                                 [](const EdgeSet& set) { return set.name == "to the hull"; });
  ASSERT_NE(line, scene.edges.end());
  ASSERT_EQ(line->edges.size(), 1U);
  EXPECT_TRUE(line->edges[0].dashed);
  EXPECT_EQ(line->edges[0].to, (Vec3{-0.6, 0.7, 0}));
  EXPECT_EQ(scene.legend.color_map, "diverging");
  EXPECT_EQ(scene.legend.minimum, -scene.legend.maximum);
  EXPECT_TRUE(label_texts(scene).contains("output 0.750 from the hull"));
  EXPECT_THAT(scene.title + scene.caption, HasSubstr("lens: Q2, K2 = head 4"));
  EXPECT_EQ(scene.hulls.size(), 2U);
  EXPECT_TRUE(scene.hulls[1].dashed);
  EXPECT_EQ(scene.hulls[1].role, Role::attainable);
  EXPECT_NEAR(scene.hulls[1].face_opacity, 0.08, 1e-12);
}

TEST(Space, TriplesAreTrianglesAndPairsOfOneKeyAreEdges) {
  const Scene scene = build_scene(two_simplicial_analysis(), {});
  ASSERT_EQ(scene.triangles.size(), 1U);
  ASSERT_EQ(scene.triangles[0].triangles.size(), 2U);
  const SceneTriangle& heaviest = scene.triangles[0].triangles[0];
  EXPECT_TRUE(heaviest.native);
  EXPECT_EQ(heaviest.corners[0], (Vec3{0.8, 1, 0.4}));
  EXPECT_EQ(heaviest.corners[1], (Vec3{3, -1, 0}));
  EXPECT_EQ(heaviest.corners[2], (Vec3{0, -1, 3}));
  EXPECT_GT(heaviest.opacity, scene.triangles[0].triangles[1].opacity);
  const auto pair = std::find_if(scene.edges.begin(), scene.edges.end(),
                                 [](const EdgeSet& set) { return set.name == "pairs of one key"; });
  ASSERT_NE(pair, scene.edges.end());
  EXPECT_EQ(pair->edges[0].subject, triangle_subject(1, 3, 3));
  // Token 3 is heavier as second key than as first.
  const ScenePoint* second = find_point(scene, Glyph::octahedron);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->subject, token_subject(3));
  EXPECT_EQ(second->role, Role::key_prime);
}

TEST(Space, AnOutputThatIsOutsideButDrawnInsideIsTold) {
  Analysis analysis = differential_analysis();
  const std::string words = "directions that these three axes do not show";
  EXPECT_THAT(build_scene(analysis, {}).caption, Not(HasSubstr(words)));
  Matrix& outputs = analysis.placement.outputs;
  for (int c = 0; c < 3; ++c) {  // the middle of the four values
    outputs(analysis.focus, c) = 0;
    for (int i = 0; i < 4; ++i) {
      outputs(analysis.focus, c) += analysis.placement.tokens(i, c) / 4;
    }
  }
  EXPECT_THAT(build_scene(analysis, {}).caption, HasSubstr(words));
  analysis.queries[0].inside_hull = true;
  EXPECT_THAT(build_scene(analysis, {}).caption, Not(HasSubstr(words)));
}

TEST(Space, SinksChangeTheDrawingAndNoWeight) {
  const Analysis analysis = pairwise_analysis();
  ViewRequest shown, dimmed, hidden;
  shown.sinks = "show";
  hidden.sinks = "hide";
  const auto weights = [&](const ViewRequest& request) {
    std::map<int, double> by_key;
    for (const SceneEdge& edge : weight_edges(build_scene(analysis, request))) {
      by_key[edge.subject.key()] = edge.weight;
    }
    return by_key;
  };
  EXPECT_EQ(weights(shown), weights(dimmed));
  auto without = weights(shown);
  without.erase(0);
  EXPECT_EQ(weights(hidden), without);
  const auto edge_to_sink = [&](const ViewRequest& request) {
    return weight_edges(build_scene(analysis, request))[0];
  };
  EXPECT_LT(edge_to_sink(dimmed).opacity, 0.5 * edge_to_sink(shown).opacity);
  EXPECT_EQ(edge_to_sink(dimmed).width, edge_to_sink(shown).width);

  EXPECT_EQ(build_scene(analysis, shown).finding, finding(analysis));
  EXPECT_EQ(build_scene(analysis, dimmed).finding, finding(analysis));
  EXPECT_EQ(build_scene(analysis, hidden).finding, finding(analysis) + "; 40 % on [CLS] hidden");
  for (const std::string& text : label_texts(build_scene(analysis, hidden))) {
    EXPECT_THAT(text, Not(HasSubstr("[CLS]")));
  }
  // A query that is itself a sink stays.
  Analysis own = analysis;
  own.sinks = {1};
  EXPECT_EQ(weight_edges(build_scene(own, hidden)).size(), 4U);
}

TEST(Space, ThresholdDropsWhatLiesBelow) {
  ViewRequest request;
  request.threshold = 0.2;
  const Scene scene = build_scene(pairwise_analysis(), request);
  EXPECT_EQ(weight_edges(scene).size(), 3U);
  EXPECT_THAT(scene.caption, HasSubstr("edges drawn carry 90 % of the weight"));
  request.threshold = 0.5;
  const Scene triple = build_scene(two_simplicial_analysis(), request);
  ASSERT_EQ(triple.triangles.size(), 1U);
  EXPECT_EQ(triple.triangles[0].triangles.size(), 1U);
  request.threshold = 2;
  EXPECT_TRUE(build_scene(two_simplicial_analysis(), request).triangles.empty());
}

TEST(Space, EveryPartCanBeHidden) {
  const auto without = [](const std::string& part) {
    ViewRequest request;
    request.hide = {part};
    return build_scene(two_simplicial_analysis(), request);
  };
  EXPECT_TRUE(weight_edges(without("edges")).empty());
  EXPECT_TRUE(without("triangles").triangles.empty());
  EXPECT_TRUE(without("hull").hulls.empty());
  EXPECT_FALSE(find_point(without("outputs"), Glyph::hollow_diamond));
  EXPECT_TRUE(without("labels").labels.empty());
  EXPECT_FALSE(without("legend").legend.visible);
  EXPECT_TRUE(without("title").title.empty());
  EXPECT_TRUE(without("title").finding.empty());
  const Scene plain = build_scene(two_simplicial_analysis(), {});
  EXPECT_FALSE(plain.axes.visible);
  EXPECT_EQ(plain.title, title(two_simplicial_analysis()));
  ViewRequest more;
  more.show = {"axes", "grid"};
  const Scene scene = build_scene(two_simplicial_analysis(), more);
  EXPECT_TRUE(scene.axes.visible);
  EXPECT_EQ(scene.axes.titles[0], "PC 1 · 50 % of variance");
  EXPECT_EQ(scene.edges.back().name, "grid");
}

TEST(Space, AmongKeysATriangleStartsAtTheQuerysOwnToken) {
  Analysis analysis = two_simplicial_analysis();
  analysis.placement.place_by = "key";
  analysis.placement.outputs_share_space = false;
  const Scene scene = build_scene(analysis, {});
  const int position = analysis.queries[static_cast<std::size_t>(analysis.focus)].position;
  const Matrix& tokens = analysis.placement.tokens;
  const Vec3 own{tokens(position, 0), tokens(position, 1), tokens(position, 2)};
  ASSERT_FALSE(scene.triangles.empty());
  for (const SceneTriangle& triangle : scene.triangles.front().triangles) {
    EXPECT_EQ(triangle.corners[0], own);
  }
  for (const TokenCloud& cloud : scene.clouds) {
    EXPECT_NE(cloud.name, "outputs");
  }
}

}  // namespace
}  // namespace baryscope
