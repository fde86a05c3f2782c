// Where the ring view puts tokens and weights, and what its lines and words tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/analysis/mechanism_list.h"
#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/picking.h"
#include "viz/views/ring/build_ring.h"
#include "viz/views/ring/ring_layout.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

using test::find_cells;
using test::find_cloud;
using test::find_curves;
using testing::HasSubstr;

std::vector<Vec3> places(const Scene& scene) {
  std::vector<Vec3> at;
  for (const ScenePoint& point : find_cloud(scene, "tokens")->points) {
    EXPECT_EQ(point.subject, token_subject(static_cast<int>(at.size())));
    at.push_back(point.position);
  }
  return at;
}

void expect_place(const Vec3& a, const Vec3& b) { EXPECT_LT(length(a - b), 1e-12); }

TEST(Ring, TokensStandOnACircleClockwiseInEqualStepsAndTheGapIsWider) {
  for (const int n : {2, 3, 14, 64}) {
    const std::vector<Vec3> at = places(build_ring(long_analysis(n), {}));
    ASSERT_EQ(at.size(), static_cast<std::size_t>(n));
    const double step = length(at[1] - at[0]);
    for (std::size_t i = 0; i < at.size(); ++i) {
      EXPECT_NEAR(length(at[i]), 1, 1e-12);
      EXPECT_EQ(at[i].z, 0);
      if (i > 0) {
        EXPECT_NEAR(length(at[i] - at[i - 1]), step, 1e-9);
        EXPECT_LT(cross(at[i - 1], at[i]).z, 0) << "clockwise";
      }
    }
    EXPECT_GT(at.front().x, 0);
    EXPECT_NEAR(at.back().x, -at.front().x, 1e-12) << "the gap is at the top";
    if (n > 3) {
      EXPECT_NEAR(RingLayout(n).step() * (n + 1), 2 * std::numbers::pi, 1e-12);
      EXPECT_GT(length(at.front() - at.back()), 1.5 * step);
    }
  }
}

TEST(Ring, LongTextsRunDownAHelix) {
  const std::vector<Vec3> at = places(build_ring(long_analysis(300), {}));
  ASSERT_EQ(at.size(), 300U);
  const double step = length(at[1] - at[0]), drop = at[0].y - at[1].y;
  EXPECT_GT(drop, 0);
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_NEAR(std::hypot(at[i].x, at[i].z), 1, 1e-12);
    if (i > 0) {
      EXPECT_NEAR(length(at[i] - at[i - 1]), step, 1e-9);
      EXPECT_NEAR(at[i - 1].y - at[i].y, drop, 1e-9);
    }
    if (i >= 64) {
      expect_place({at[i].x, 0, at[i].z}, {at[i - 64].x, 0, at[i - 64].z});
    }
  }
  EXPECT_NEAR(at.front().y, -at.back().y, 1e-9);
}

TEST(Ring, ArcsRunFromTheQueryToItsKeysAndAreAsWideAsTheirWeights) {
  for (const MechanismInfo& info : mechanisms()) {
    const Analysis analysis = example_of(info);
    const Scene scene = build_ring(analysis, {});
    const std::vector<Vec3> at = places(scene);
    const CurveSet* set = find_curves(scene, "weights");
    ASSERT_NE(set, nullptr) << info.name;
    std::size_t n_drawn = 0;
    for (const WeightedEdge& edge : analysis.edges) {
      n_drawn += edge.weight != 0 ? 1 : 0;
    }
    ASSERT_EQ(set->curves.size(), n_drawn) << info.name;
    for (const SceneCurve& arc : set->curves) {
      EXPECT_EQ(arc.subject.kind, Subject::Kind::edge);
      EXPECT_EQ(arc.subject.query(), 1);
      expect_place(arc.points.front(), at[1]);
      expect_place(arc.points.back(), at[static_cast<std::size_t>(arc.subject.key())]);
      EXPECT_EQ(arc.dashed, arc.weight < 0);
      EXPECT_GT(arc.pulse, 0);
      for (std::size_t i = 1; i + 1 < arc.points.size(); ++i) {
        EXPECT_LT(length(arc.points[i]), 1) << "inside the ring";
      }
    }
  }
}

TEST(Ring, WidthsAndPulsesAreProportionalToWeights) {
  const Scene scene = build_ring(differential_analysis(), {});
  const std::vector<SceneCurve>& arcs = find_curves(scene, "weights")->curves;
  ASSERT_EQ(arcs.size(), 4U);
  for (const SceneCurve& arc : arcs) {
    EXPECT_NEAR(arc.width / std::abs(arc.weight), 14 / 0.5, 1e-9);
    EXPECT_NEAR(arc.pulse / std::abs(arc.weight), 1 / 0.5, 1e-9);
  }
  EXPECT_EQ(scene.legend.color_map, "diverging");
  EXPECT_GT(scene.pulse_spacing, 0);
  ASSERT_EQ(scene.times.size(), 1U);
  EXPECT_EQ(scene.times[0].kind, SceneTime::Kind::flow);
}

TEST(Ring, TrianglesStandOnTheirTokensAndPairsOfOneKeyAreLines) {
  const Scene scene = build_ring(two_simplicial_analysis(), {});
  const std::vector<Vec3> at = places(scene);
  const TriangleSet* set = find_cells(scene, "native triangles");
  ASSERT_NE(set, nullptr);
  ASSERT_EQ(set->triangles.size(), 1U);  // (2, 3): in (1, 3) the query is a key, (3, 3) is one key
  const SceneTriangle& face = set->triangles[0];
  EXPECT_EQ(face.subject, triangle_subject(1, 2, 3));
  expect_place(face.corners[0], at[1]);
  expect_place(face.corners[1], at[2]);
  expect_place(face.corners[2], at[3]);
  const CurveSet* lines = find_curves(scene, "pairs of one key");
  ASSERT_NE(lines, nullptr);
  ASSERT_EQ(lines->curves.size(), 2U);
  EXPECT_EQ(lines->curves[0].subject, triangle_subject(1, 1, 3));
  EXPECT_EQ(lines->curves[1].subject, triangle_subject(1, 3, 3));
  ASSERT_NE(find_curves(scene, "second keys"), nullptr);
}

TEST(Ring, LongerTuplesAreFansAboutTheQuery) {
  const Scene scene = build_ring(n_order_analysis(), {});
  const std::vector<Vec3> at = places(scene);
  const TriangleSet* fan = find_cells(scene, "tuples");
  ASSERT_NE(fan, nullptr);
  ASSERT_EQ(fan->triangles.size(), 2U);  // 1–2–3 and 1–3–0, as they follow along the ring
  expect_place(fan->triangles[0].corners[1], at[2]);
  expect_place(fan->triangles[0].corners[2], at[3]);
  expect_place(fan->triangles[1].corners[1], at[3]);
  expect_place(fan->triangles[1].corners[2], at[0]);
  EXPECT_EQ(find_curves(scene, "tuples of one key")->curves.size(), 2U);
  const Analysis analysis = n_order_analysis();
  EXPECT_EQ(view("ring").obstacle({.analysis = &analysis}, {}, "triangles"), "");
}

TEST(Ring, OneTokenAndTwoAndNoneThatReads) {
  const Scene one = build_ring(one_token_analysis(), {});
  ASSERT_EQ(places(one).size(), 1U);
  expect_place(places(one)[0], {0, 1, 0});
  EXPECT_EQ(find_curves(one, "weights")->curves.size(), 1U);
  EXPECT_EQ(places(build_ring(long_analysis(2), {})).size(), 2U);
  Analysis nobody = pairwise_analysis();
  nobody.queries.clear();
  nobody.edges.clear();
  const Scene scene = build_ring(nobody, {});
  EXPECT_EQ(places(scene).size(), 4U);
  EXPECT_EQ(find_curves(scene, "weights"), nullptr);
  EXPECT_EQ(find_cloud(scene, "outputs"), nullptr);
}

TEST(Ring, OfTwoBothHaveOneCameraAndOneScale) {
  const Analysis a = pairwise_analysis(), b = differential_analysis();
  const ScenePair pair = build_ring_pair(a, b, {});
  EXPECT_EQ(pair.first.camera, pair.second.camera);
  EXPECT_EQ(pair.first.legend.maximum, pair.second.legend.maximum);
  EXPECT_EQ(pair.first.legend.color_map, "diverging");
  ASSERT_NE(pair.first.beside, nullptr);
  const ViewScenes row = view("ring").build({.analysis = &a, .compared_analysis = &b}, {});
  EXPECT_EQ(to_text(row.first), to_text(pair.first));
}

TEST(Ring, PartsComeAndGoAndWhatCannotBeSeenSaysWhy) {
  const Analysis analysis = pairwise_analysis();
  const auto obstacle = [&](const char* part) {
    return view("ring").obstacle({.analysis = &analysis}, {}, part);
  };
  for (const char* part : {"edges", "outputs", "labels", "legend", "grid", "title"}) {
    EXPECT_EQ(obstacle(part), "") << part;
  }
  EXPECT_THAT(obstacle("hull"), HasSubstr("hull"));
  EXPECT_THAT(obstacle("axes"), HasSubstr("no axes"));
  EXPECT_THAT(obstacle("regions"), HasSubstr("may read all"));
  EXPECT_THAT(obstacle("triangles"), HasSubstr("no triangle"));
  ViewRequest bare;
  bare.hide = {"edges", "outputs", "labels", "legend", "grid", "title"};
  const Scene scene = build_ring(analysis, bare);
  EXPECT_TRUE(scene.curves.empty());
  EXPECT_TRUE(scene.labels.empty());
  EXPECT_TRUE(scene.title.empty());
  EXPECT_FALSE(scene.legend.visible);
  EXPECT_EQ(find_cloud(scene, "outputs"), nullptr);
}

TEST(Ring, AnArcIsPickedByItsMiddleAndATokenByItsPlace) {
  const Scene scene = build_ring(pairwise_analysis(), {});
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  for (const SceneCurve& arc : find_curves(scene, "weights")->curves) {
    const auto at = to_screen(scene.camera, viewport, arc.points[arc.points.size() / 2]).value();
    const auto pick = find_pick(scene, scene.camera, viewport, at.x, at.y, 2);
    ASSERT_TRUE(pick);
    EXPECT_EQ(pick->subject, arc.subject);
  }
  const auto at = to_screen(scene.camera, viewport, places(scene)[3]).value();
  EXPECT_EQ(find_pick(scene, scene.camera, viewport, at.x, at.y, 2)->subject, token_subject(3));
}

TEST(Ring, AThresholdTakesWhatIsBelowIt) {
  ViewRequest request;
  request.threshold = 0.25;
  EXPECT_EQ(find_curves(build_ring(pairwise_analysis(), request), "weights")->curves.size(), 2U);
}

}  // namespace
}  // namespace baryscope
