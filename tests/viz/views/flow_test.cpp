#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/analysis/mechanism_list.h"
#include "tests/viz/views/golden_scene.h"
#include "tests/viz/views/hand_made.h"
#include "viz/scene/visit.h"
#include "viz/views/flow/build_flow.h"
#include "viz/views/flow/flow_layout.h"

namespace baryscope {
namespace {

/// Hand-made, as this mechanism would leave it.
Analysis analysis_of(const MechanismInfo& info) {
  Analysis analysis = info.slots == KeySlots::two    ? two_simplicial_analysis()
                      : info.weights_may_be_negative ? differential_analysis()
                                                     : pairwise_analysis();
  analysis.mechanism.mechanism = info.name;
  return analysis;
}

const CurveSet* find_curves(const Scene& scene, const std::string& name) {
  const auto found = std::ranges::find(scene.curves, name, &CurveSet::name);
  return found == scene.curves.end() ? nullptr : &*found;
}

const TokenCloud& cloud(const Scene& scene, const std::string& name) {
  return *std::ranges::find(scene.clouds, name, &TokenCloud::name);
}

TEST(Flow, EveryMechanismAsText) {
  for (const MechanismInfo& info : mechanisms()) {
    expect_golden("flow-" + info.name, build_flow(analysis_of(info), {}));
  }
}

TEST(Flow, ColumnsHoldQueriesAndKeysOfTheLayer) {
  Analysis analysis = pairwise_analysis();
  analysis.role.has_key = {true, false, true, true};
  analysis.role.has_query = {false, true, false, false};
  const Scene scene = build_flow(analysis, {});
  EXPECT_EQ(cloud(scene, "queries").points.size(), 1U);
  EXPECT_EQ(cloud(scene, "keys").points.size(), 3U);
}

TEST(Flow, APipeAWeightFromItsQueryToItsKey) {
  const Scene scene = build_flow(differential_analysis(), {});
  const CurveSet* pipes = find_curves(scene, "weights");
  ASSERT_NE(pipes, nullptr);
  ASSERT_EQ(pipes->curves.size(), 4U);
  const TokenCloud &queries = cloud(scene, "queries"), &keys = cloud(scene, "keys");
  for (const SceneCurve& pipe : pipes->curves) {
    EXPECT_EQ(pipe.points.front(), queries.points.at(pipe.subject.query()).position);
    EXPECT_EQ(pipe.points.back(), keys.points.at(pipe.subject.key()).position);
    EXPECT_NEAR(pipe.width, 14 * std::abs(pipe.weight) / 0.5, 1e-9) << ".5 is the heaviest";
    EXPECT_NEAR(pipe.pulse, std::abs(pipe.weight) / 0.5, 1e-9);
    EXPECT_EQ(pipe.dashed, pipe.weight < 0);
  }
  EXPECT_THAT(scene.caption, testing::HasSubstr("away from it where the weight is negative"));
  EXPECT_TRUE(std::ranges::is_sorted(pipes->curves, {}, [](const SceneCurve& each) {
    return std::abs(each.weight);
  })) << "the heaviest lies on top";
}

TEST(Flow, ThinPipesAreSeenOnDarkPaper) {
  const Analysis analysis = long_analysis(12);
  ViewRequest dark;
  dark.theme = "dark";
  const auto thinnest = [&](const ViewRequest& request) {
    const Scene scene = build_flow(analysis, request);
    const CurveSet* pipes = find_curves(scene, "weights");
    double width = 1e9;
    for (const SceneCurve& pipe : pipes->curves) width = std::min(width, pipe.width);
    return width;
  };
  EXPECT_LT(thinnest({}), 1.4);
  EXPECT_DOUBLE_EQ(thinnest(dark), 1.4);
}

TEST(Flow, TokensStandInTheirOrderLevelWithThemselves) {
  const Scene scene = build_flow(pairwise_analysis(), {});
  const TokenCloud &queries = cloud(scene, "queries"), &keys = cloud(scene, "keys");
  ASSERT_EQ(keys.points.size(), 4U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(queries.points[i].position.y, keys.points[i].position.y);
    EXPECT_LT(queries.points[i].position.x, keys.points[i].position.x);
    if (i > 0) {
      EXPECT_LT(keys.points[i].position.y, keys.points[i - 1].position.y);
    }
  }
}

TEST(Flow, TriplesAreSheetsBetweenThreeColumns) {
  const Scene scene = build_flow(two_simplicial_analysis(), {});
  const Vec3 query = cloud(scene, "queries").points.at(1).position;
  const TokenCloud &keys = cloud(scene, "keys"), &primes = cloud(scene, "second keys");
  ASSERT_FALSE(scene.triangles.empty());
  const TriangleSet& sheets = scene.triangles.back();
  ASSERT_EQ(sheets.triangles.size(), 3U)
      << "a pair of one key has two places, so it is a sheet too";
  for (const SceneTriangle& sheet : sheets.triangles) {
    EXPECT_EQ(sheet.corners[0], query);
    EXPECT_EQ(sheet.corners[1], keys.points.at(sheet.subject.key()).position);
    EXPECT_EQ(sheet.corners[2], primes.points.at(sheet.subject.key_prime()).position);
    EXPECT_NEAR(sheet.pulse, sheet.weight / 0.6, 1e-9);
  }
  EXPECT_LT(keys.points.front().position.x, query.x);
  EXPECT_GT(primes.points.front().position.x, query.x);
  ASSERT_NE(find_curves(scene, "second keys"), nullptr);
}

TEST(Flow, HiddenSinksAreGoneAndDimmedOnesPaler) {
  ViewRequest request;
  request.sinks = "hide";
  EXPECT_EQ(find_curves(build_flow(pairwise_analysis(), request), "weights")->curves.size(), 3U);
  EXPECT_THAT(build_flow(pairwise_analysis(), request).finding, testing::HasSubstr("hidden"));
  for (const auto& [sinks, opacity] : {std::pair{"dim", 0.45}, {"show", 1.0}}) {
    request.sinks = sinks;
    const Scene scene = build_flow(pairwise_analysis(), request);
    for (const SceneCurve& pipe : find_curves(scene, "weights")->curves) {
      EXPECT_NEAR(pipe.opacity, pipe.subject.key() == 0 ? opacity : 1, 1e-9) << sinks;
    }
  }
}

TEST(Flow, LongTextsKeepTheNamesThatMatterAndTellTheRest) {
  for (const int n : {64, 510, 4096}) {
    const Scene scene = build_flow(long_analysis(n), {});
    std::vector<int> named;
    double told = 0, whole = 0;
    for (const SceneLabel& label : scene.labels) {
      const std::string& text = label.spans.front().text;
      if (text.find(" more") != std::string::npos) {
        told += std::stod(text);
      } else if (label.side->at(0) > 0) {
        named.push_back(label.subjects.front().number());
      }
    }
    whole = told + static_cast<double>(named.size());
    EXPECT_NEAR(whole, n, 0.02 * n + 2) << "all but lone ticks are told";
    EXPECT_LT(named.size(), 40U);
    EXPECT_THAT(named, testing::Contains(n - 1)) << "the query";
    double least = 1;
    const Analysis analysis = long_analysis(n);
    for (const SceneCurve& pipe : find_curves(scene, "weights")->curves) {
      if (std::abs(pipe.weight) >= 0.03) {
        EXPECT_THAT(named, testing::Contains(pipe.subject.key()));
      }
      least = std::min(least, pipe.opacity);
    }
    EXPECT_LE(n_elements(scene), 2 * static_cast<std::size_t>(n) + 64);
  }
}

TEST(Flow, RowsKeepTheirOrderAndFillTheColumn) {
  std::vector<double> importance(500, 0);
  importance[7] = importance[300] = importance[301] = 1;
  const FlowRows rows = flow_rows(importance, 20);
  EXPECT_TRUE(std::ranges::is_sorted(rows.y, std::greater()));
  EXPECT_LE(rows.height, k_flow_height + 1e-9);
  EXPECT_GT(rows.height, 0.8 * k_flow_height);
  EXPECT_TRUE(rows.full[7] && rows.full[300] && rows.full[301]);
  EXPECT_EQ(std::ranges::count(rows.full, true), 14);
  EXPECT_NEAR(rows.y.front(), -rows.y.back(), 1e-9);
  const double apart = rows.y[300] - rows.y[301];
  EXPECT_GT(apart, 10 * (rows.y[400] - rows.y[401])) << "names have room, ticks little";
  EXPECT_TRUE(flow_rows({}, 20).y.empty());
}

TEST(Flow, CurvesAreLevelAtBothEnds) {
  const std::vector<Vec3> points = flow_curve({-6, 1, 0}, {6, -4, 0});
  EXPECT_EQ(points.front(), (Vec3{-6, 1, 0}));
  EXPECT_EQ(points.back(), (Vec3{6, -4, 0}));
  const Vec3 first = points[1] - points[0], last = points.back() - points[points.size() - 2];
  EXPECT_LT(std::abs(first.y / first.x), 0.08);
  EXPECT_LT(std::abs(last.y / last.x), 0.08);
  EXPECT_EQ(flow_curve({0, 1, 0}, {4, 1, 0}).size(), 2U);
}

TEST(Flow, OtherQueriesAreHairlinesBehind) {
  Analysis analysis = pairwise_analysis();
  for (int query : {0, 2, 3}) {
    for (int key = 0; key < 4; ++key) {
      analysis.edges.push_back({query, key, 0.25});
    }
  }
  const Scene scene = build_flow(analysis, {});
  const CurveSet* others = find_curves(scene, "other queries");
  ASSERT_NE(others, nullptr);
  EXPECT_EQ(others->curves.size(), 12U);
  EXPECT_EQ(&scene.curves.front(), others);
  for (const SceneCurve& line : others->curves) {
    EXPECT_LE(line.width, 1.6);
    EXPECT_LE(line.opacity, 0.5);
    EXPECT_EQ(line.pulse, 0);
  }
}

TEST(Flow, WhatMayNotBeReadIsPale) {
  Analysis analysis = long_analysis(20);
  analysis.mechanism.window_1 = 4;
  const Scene scene = build_flow(analysis, {});
  const int query = analysis.queries.at(analysis.focus).position;
  for (const ScenePoint& point : cloud(scene, "keys").points) {
    const int i = point.subject.number();
    const bool read = i <= query && i > query - 4;
    EXPECT_EQ(point.opacity > 0.4, read) << i;
  }
  const auto bars = std::ranges::find(scene.edges, "readable keys", &EdgeSet::name);
  ASSERT_NE(bars, scene.edges.end());
  const auto& keys = cloud(scene, "keys").points;
  EXPECT_GT(bars->edges[0].from.y, keys[query - 3].position.y);
  EXPECT_LT(bars->edges[0].from.y, keys[query - 4].position.y);
  EXPECT_THAT(scene.caption, testing::HasSubstr("may read 4 of 20 tokens"));
}

TEST(Flow, KeptKeysAreMarkedAndBothMassesTold) {
  Analysis analysis = pairwise_analysis();
  analysis.mechanism.select = "indexer";
  analysis.queries.at(analysis.focus).kept = KeptKeys{{1, 3}, 1.0, 0.4};
  const Scene scene = build_flow(analysis, {});
  const auto marks = std::ranges::find(scene.edges, "kept keys", &EdgeSet::name);
  ASSERT_NE(marks, scene.edges.end());
  ASSERT_EQ(marks->edges.size(), 2U);
  EXPECT_EQ(marks->edges[0].from.y, cloud(scene, "keys").points[1].position.y);
  EXPECT_THAT(scene.caption,
              testing::AllOf(testing::HasSubstr("2 of 4 keys kept"), testing::HasSubstr("100 %"),
                             testing::HasSubstr("40 %")));
}

TEST(Flow, OneTokenAndNoQueryAreDrawn) {
  const Scene one = build_flow(one_token_analysis(), {});
  EXPECT_EQ(find_curves(one, "weights")->curves.size(), 1U);
  EXPECT_TRUE(std::isfinite(one.camera.parallel_scale) && one.camera.parallel_scale > 0);
  Analysis nobody = pairwise_analysis();
  nobody.queries.clear();
  EXPECT_EQ(find_curves(build_flow(nobody, {}), "weights"), nullptr);
}

TEST(Flow, APairSharesItsScaleAndItsCamera) {
  const ScenePair pair = build_flow_pair(pairwise_analysis(), differential_analysis(), {});
  EXPECT_EQ(pair.first.camera, pair.second.camera);
  EXPECT_EQ(pair.first.legend.maximum, pair.second.legend.maximum);
  EXPECT_NEAR(find_curves(pair.first, "weights")->curves.back().width, 14 * 0.4 / 0.5, 1e-9);
}

}  // namespace
}  // namespace baryscope
