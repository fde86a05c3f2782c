#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/analysis/report.h"
#include "core/base/error.h"
#include "tests/viz/views/hand_made.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<SceneEdge> weight_edges(const Scene& scene) {
  for (const EdgeSet& set : scene.edges) {
    if (set.name == "weights") {
      return set.edges;
    }
  }
  return {};
}

const ScenePoint* find_point(const Scene& scene, Glyph glyph) {
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      if (point.glyph == glyph) {
        return &point;
      }
    }
  }
  return nullptr;
}

std::string text_of(const SceneLabel& label) {
  std::string text;
  for (const LabelSpan& span : label.spans) {
    text += span.text;
  }
  return text;
}

std::set<std::string> label_texts(const Scene& scene) {
  std::set<std::string> texts;
  for (const SceneLabel& label : scene.labels) {
    texts.insert(text_of(label));
  }
  return texts;
}

std::vector<Analysis> all_analyses() {
  return {pairwise_analysis(),       differential_analysis(), cog_analysis(),
          two_simplicial_analysis(), one_token_analysis(),    long_analysis(200)};
}

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

TEST(Space, TheFrameHoldsEverythingWithItsMargin) {
  for (const Analysis& analysis : all_analyses()) {
    for (const auto& [width, height] : {std::pair{1600, 1000}, {600, 420}, {400, 900}}) {
      ViewRequest request;
      request.width = width;
      request.height = height;
      const Scene scene = build_scene(analysis, request);
      const Viewport v = figure_viewport(scene, width, height);
      const double w = v.width - v.margin_left - v.margin_right;
      const double h = v.height - v.margin_top - v.margin_bottom;
      double left = 1e9, right = -1e9, top = 1e9, bottom = -1e9;
      const auto see = [&](Vec3 point) {
        const auto at = to_screen(scene.camera, v, point);
        ASSERT_TRUE(at);
        left = std::min(left, at->x);
        right = std::max(right, at->x);
        top = std::min(top, at->y);
        bottom = std::max(bottom, at->y);
      };
      for (const TokenCloud& cloud : scene.clouds) {
        for (const ScenePoint& point : cloud.points) {
          see(point.position);
        }
      }
      for (const HullSet& hull : scene.hulls) {
        for (const Vec3& point : hull.points) {
          see(point);
        }
      }
      EXPECT_GE(left, v.margin_left + 0.06 * w - 1e-6);
      EXPECT_LE(right, v.width - v.margin_right - 0.06 * w + 1e-6);
      EXPECT_GE(top, v.margin_top + 0.06 * h - 1e-6);
      EXPECT_LE(bottom, v.height - v.margin_bottom - 0.06 * h + 1e-6);
      if (analysis.tokens.size() > 1) {
        // No farther than needed: it touches the margin in one direction.
        EXPECT_TRUE(std::abs((right - left) - 0.88 * w) < 1e-6 * w ||
                    std::abs((bottom - top) - 0.88 * h) < 1e-6 * h)
            << right - left << " of " << w << ", " << bottom - top << " of " << h;
      }
    }
  }
}

TEST(Space, TheCameraIsDeterministicAndSeparatesTheImportant) {
  for (const Analysis& analysis : all_analyses()) {
    EXPECT_EQ(build_scene(analysis, {}).camera, build_scene(analysis, {}).camera);
  }
  const Scene scene = build_scene(pairwise_analysis(), {});
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  const auto output =
      to_screen(scene.camera, viewport, find_point(scene, Glyph::diamond)->position);
  for (const ScenePoint& point : scene.clouds.front().points) {
    const auto at = to_screen(scene.camera, viewport, point.position);
    EXPECT_GT(std::hypot(at->x - output->x, at->y - output->y), 60);
  }
}

TEST(Space, TheCameraLooksAtAFlatSceneFromItsFront) {
  // All in one plane seen on edge from most sides.
  CameraSubject subject;
  for (const Vec3 corner : {Vec3{-1, -1, 0}, Vec3{1, -1, 0}, Vec3{1, 1, 0}, Vec3{-1, 1, 0}}) {
    subject.extent.push_back(corner);
    subject.hull.push_back(corner);
    subject.arms.push_back(corner);
  }
  subject.important = {{0, 0, 0}};
  const Camera camera = default_camera(subject, Viewport{});
  EXPECT_GT(std::abs(frame(camera).forward.z), 0.85);
}

TEST(Space, ATallSceneLiesDownInAWideFrameUnlessItHasAGround) {
  CameraSubject subject;
  for (const Vec3 corner : {Vec3{-1, -9, 0}, Vec3{1, -9, 0}, Vec3{0, 9, 1}, Vec3{0, 9, -1}}) {
    subject.extent.push_back(corner);
    subject.hull.push_back(corner);
    subject.arms.push_back(corner);
  }
  subject.important = {{0, 0, 0}};
  EXPECT_LT(std::abs(frame(default_camera(subject, Viewport{})).up.y), 0.2);
  subject.has_ground = true;
  EXPECT_GT(frame(default_camera(subject, Viewport{})).up.y, 0.7);
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

TEST(Space, LabelsJoinPiecesAndMarkTheQuery) {
  const Scene scene = build_scene(pairwise_analysis(), {});
  EXPECT_EQ(label_texts(scene), (std::set<std::string>{"output", "[CLS] 40 %", "bakery 30 %",
                                                       "bakery 20 %", "school 10 %"}));
  for (const SceneLabel& label : scene.labels) {
    if (positions(label) == std::vector<int>{1}) {
      ASSERT_GE(label.spans.size(), 2U);
      EXPECT_EQ(label.spans[0].text, "bak");
      EXPECT_TRUE(label.spans[0].bold);
      EXPECT_EQ(label.spans[1].text, "ery");
      EXPECT_TRUE(label.spans[1].grey);
    }
    if (positions(label) == std::vector<int>{2}) {
      EXPECT_EQ(label.spans[0].text, "bak");
      EXPECT_TRUE(label.spans[0].grey);
      EXPECT_EQ(label.spans[1].text, "ery");
      EXPECT_FALSE(label.spans[1].bold);
    }
  }
}

TEST(Space, TokensThatFallTogetherShareALabel) {
  Analysis analysis = pairwise_analysis();
  for (int c = 0; c < 3; ++c) {
    analysis.placement.tokens(2, c) = analysis.placement.tokens(1, c);
    analysis.placement.tokens(3, c) = analysis.placement.tokens(0, c) + 1e-3;
  }
  const Scene scene = build_scene(analysis, {});
  EXPECT_EQ(label_texts(scene),
            (std::set<std::string>{"output", "bakery 50 %", "[CLS] 40 % · school 10 %"}));
  for (const SceneLabel& label : scene.labels) {
    if (positions(label) == std::vector<int>{0, 3}) {
      EXPECT_EQ(label.more_anchors.size(), 1U);
    }
    if (positions(label) == std::vector<int>{1, 2}) {
      EXPECT_TRUE(label.more_anchors.empty());
    }
  }
  Analysis repeated = analysis;
  repeated.tokens[3].text = "[CLS]";
  EXPECT_TRUE(label_texts(build_scene(repeated, {})).contains("[CLS] ×2 50 %"));
}

TEST(Space, ASelectedTokenStandsOut) {
  ViewRequest request;
  request.selected = token_subject(3);
  const Scene plain = build_scene(pairwise_analysis(), {});
  const Scene scene = build_scene(pairwise_analysis(), request);
  EXPECT_GT(scene.clouds[0].points[3].radius, plain.clouds[0].points[3].radius);
  EXPECT_EQ(scene.clouds[1].points.size(), 2U);
  EXPECT_EQ(scene.camera, plain.camera);
  for (const SceneLabel& label : scene.labels) {
    EXPECT_EQ(label.spans[0].bold,
              text_of(label) != "[CLS] 40 %" && positions(label) != std::vector<int>{2});
  }
}

TEST(Space, ManyTokensRecedeButForTheHeavy) {
  const Analysis analysis = long_analysis(4096);
  const Scene scene = build_scene(analysis, {});
  EXPECT_EQ(scene.clouds[0].points.size(), 4096U);
  EXPECT_LE(scene.labels.size(), 25U);
  // .5 .25 .125 .0625 .03125 and the output.
  EXPECT_GE(scene.labels.size(), 2U);
  std::set<int> named;
  for (const SceneLabel& label : scene.labels) {
    for (const int position : positions(label)) {
      named.insert(position);
    }
  }
  EXPECT_EQ(named, (std::set<int>{4091, 4092, 4093, 4094, 4095}));
}

TEST(Space, DegenerateAnalysesGiveFiniteScenes) {
  std::vector<Analysis> cases = {one_token_analysis(), pairwise_analysis(), pairwise_analysis(),
                                 pairwise_analysis(), Analysis{}};
  std::fill(cases[1].placement.tokens.data.begin(), cases[1].placement.tokens.data.end(), 3.0);
  cases[1].placement.hull.points = cases[1].placement.tokens;
  cases[1].placement.outputs = cases[1].placement.nearest = Matrix(1, 3);
  cases[2].placement = Placement{};
  cases[3].placement.tokens(0, 0) = NAN;
  cases[3].placement.tokens(1, 1) = INFINITY;
  cases[3].queries[0].key_weights = {0, 0, 0, 0};
  cases[3].edges.clear();
  cases[4].mechanism.mechanism = "pairwise";
  for (const Analysis& analysis : cases) {
    const Scene scene = build_scene(analysis, {});
    const std::string text = to_text(scene);
    EXPECT_THAT(text, Not(HasSubstr("nan")));
    EXPECT_THAT(text, Not(HasSubstr("inf ")));
    const Viewport viewport = figure_viewport(scene, 1600, 1000);
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& point : cloud.points) {
        const auto at = to_screen(scene.camera, viewport, point.position);
        ASSERT_TRUE(at);
        EXPECT_TRUE(std::isfinite(at->x) && std::isfinite(at->y));
      }
    }
  }
}

TEST(Space, NarrowFiguresSayLess) {
  ViewRequest narrow;
  narrow.width = 600;
  narrow.height = 420;
  const Scene wide_scene = build_scene(differential_analysis(), {});
  const Scene narrow_scene = build_scene(differential_analysis(), narrow);
  EXPECT_LE(narrow_scene.legend.rows.size(), 4U);
  EXPECT_GT(wide_scene.legend.rows.size(), narrow_scene.legend.rows.size());
  Analysis clump = pairwise_analysis();
  for (int i = 0; i < 4; ++i) {
    for (int c = 0; c < 3; ++c) {
      clump.placement.tokens(i, c) = 0;
    }
    clump.tokens[static_cast<std::size_t>(i)].text = "longish" + std::to_string(i);
    clump.tokens[static_cast<std::size_t>(i)].continuation = false;
  }
  EXPECT_TRUE(label_texts(build_scene(clump, narrow)).contains("longish1 30 % · +3"));
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

/// Isolates open and close in pairs, and nothing else turns what stands beside it round.
bool turns_nothing_round(const std::string& text) {
  int depth = 0;
  for (const char* control :
       {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067"}) {
    if (text.find(control) != std::string::npos) return false;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    depth += text.compare(at, 3, "\u2068") == 0 ? 1 : text.compare(at, 3, "\u2069") == 0 ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth == 0;
}

TEST(Space, DirectionControlsInTokensTurnNothingRound) {
  for (Analysis analysis : all_analyses()) {
    const char* texts[] = {"\u202eabc", "\u2067xyz", "a\u200fb", "בית\u2069 12", "\u2068"};
    for (std::size_t i = 0; i < analysis.tokens.size(); ++i) {
      analysis.tokens[i].text = texts[i % std::size(texts)];
    }
    analysis.model.name = "\u202emodel";
    for (const char* sinks : {"show", "hide"}) {
      ViewRequest request;
      request.sinks = sinks;
      const Scene scene = build_scene(analysis, request);
      EXPECT_PRED1(turns_nothing_round, scene.title);
      EXPECT_PRED1(turns_nothing_round, scene.finding);
      EXPECT_PRED1(turns_nothing_round, scene.caption);
      for (const SceneLabel& label : scene.labels) {
        EXPECT_PRED1(turns_nothing_round, text_of(label));
      }
    }
  }
  Analysis analysis = pairwise_analysis();
  analysis.tokens[1].text = "\u202eabc";
  EXPECT_THAT(build_scene(analysis, ViewRequest()).title, HasSubstr("[U+202E]abc"));
}

}  // namespace
}  // namespace baryscope
