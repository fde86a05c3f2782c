// What may be read, kept, hidden: as the ring view shows and tells it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/analysis/mechanism_list.h"
#include "core/analysis/readable_keys.h"
#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/views/ring/build_ring.h"
#include "viz/views/ring/ring_layout.h"

namespace baryscope {
namespace {

using test::find_cloud;
using test::find_curves;
using test::find_edges;
using testing::HasSubstr;

const FieldMesh* find_field(const Scene& scene, const std::string& name) {
  const auto found = std::ranges::find(scene.fields, name, &FieldMesh::name);
  return found == scene.fields.end() ? nullptr : &*found;
}

/// The positions whose angle lies within a triangle of the mesh, each triangle less than a step.
std::set<int> covered(const FieldMesh& mesh, int n_tokens) {
  const double step = RingLayout(n_tokens).step();
  const auto position = [step](const Vec3& point) {
    double angle = std::atan2(point.x, point.y);
    angle += angle < 0 ? 2 * std::numbers::pi : 0;
    return angle / step - 1;
  };
  std::set<int> tokens;
  for (const auto& triangle : mesh.triangles) {
    double low = 1e9, high = -1e9;
    for (const int corner : triangle) {
      const double at = position(mesh.points[static_cast<std::size_t>(corner)]);
      low = std::min(low, at), high = std::max(high, at);
    }
    for (int token = 0; token < n_tokens; ++token) {
      if (token > low - 1e-9 && token < high + 1e-9) {
        tokens.insert(token);
      }
    }
  }
  return tokens;
}

std::set<int> tokens_of(const KeySpan& span) {
  std::set<int> tokens;
  for (int i = span.begin; i < span.end; ++i) {
    tokens.insert(i);
  }
  return tokens;
}

/// `n` tokens of which `query` reads pairs, with equal weights.
Analysis windowed(int n, int query) {
  Analysis analysis = long_analysis(n);
  analysis.mechanism.mechanism = tuple_mechanism(2).name;
  QueryResult& row = analysis.queries[0];
  row.position = query;
  std::fill(row.key_weights.begin(), row.key_weights.end(), 1.0 / n);
  row.key_weights[static_cast<std::size_t>(query)] = 0.5;
  analysis.edges.clear();
  return analysis;
}

TEST(RingSectors, CoverJustWhatMayBeRead) {
  constexpr int n = 12;
  for (const int query : {0, 1, 5, 11})
    for (const bool causal : {false, true})
      for (const int first : {0, 1, 4, 30})
        for (const int second : {1, 3})
          for (const WindowAnchor anchor : {WindowAnchor::query, WindowAnchor::key}) {
            Analysis analysis = windowed(n, query);
            analysis.mechanism.causal = causal;
            if (first > 0) {
              analysis.mechanism.window_1 = first;
              analysis.mechanism.window_2 = second;
            }
            analysis.mechanism.window_anchor = anchor;
            const Scene scene = build_ring(analysis, {});
            const KeySpan keys = readable_keys(analysis, query);
            const FieldMesh* sector = find_field(scene, "readable keys");
            ASSERT_EQ(sector != nullptr, keys.size() < n);
            if (sector != nullptr) {
              EXPECT_EQ(covered(*sector, n), tokens_of(keys));
            }
            // The heaviest first key is the query itself.
            const FieldMesh* further = find_field(scene, "readable second keys");
            ASSERT_EQ(further != nullptr, has_further_window(analysis));
            if (further != nullptr) {
              EXPECT_EQ(covered(*further, n),
                        tokens_of(readable_further_keys(analysis, query, query)));
            }
          }
}

TEST(RingSectors, TheSecondOneHangsOnTheSelectedKey) {
  Analysis analysis = windowed(12, 9);
  analysis.mechanism.window_1 = 6;
  analysis.mechanism.window_2 = 3;
  analysis.mechanism.window_anchor = WindowAnchor::key;
  ViewRequest request;
  request.selected = edge_subject(9, 5);
  Scene scene = build_ring(analysis, request);
  EXPECT_EQ(covered(*find_field(scene, "readable second keys"), 12), (std::set<int>{3, 4, 5}));
  EXPECT_THAT(scene.caption, HasSubstr("may read 6 of 12 tokens, second keys 3 that end with "));
  request.selected = edge_subject(9, 1);  // may not be read: the heaviest it is
  scene = build_ring(analysis, request);
  EXPECT_EQ(covered(*find_field(scene, "readable second keys"), 12), (std::set<int>{7, 8, 9}));
}

TEST(RingSectors, WhatMayNotBeReadIsAGhost) {
  Analysis analysis = windowed(12, 9);
  analysis.mechanism.window_1 = 4;
  const Scene scene = build_ring(analysis, {});
  const std::vector<ScenePoint>& points = find_cloud(scene, "tokens")->points;
  for (int i = 0; i < 12; ++i) {
    const bool read = i >= 6 && i <= 9;
    EXPECT_EQ(points[static_cast<std::size_t>(i)].opacity > 0.5, read) << i;
  }
  ViewRequest without;
  without.hide = {"regions"};
  EXPECT_TRUE(build_ring(analysis, without).fields.empty());
}

TEST(RingSectors, OfALongTextRunAlongTheHelix) {
  Analysis analysis = windowed(200, 150);
  analysis.mechanism.window_1 = 90;
  const Scene scene = build_ring(analysis, {});
  const FieldMesh* sector = find_field(scene, "readable keys");
  ASSERT_NE(sector, nullptr);
  const RingLayout layout(200);
  for (const Vec3& point : sector->points) {
    EXPECT_NEAR(std::hypot(point.x, point.z), 1, 1e-9);
    EXPECT_LE(point.y, layout.place(60.5).y + 0.5 * layout.pitch() + 1e-9);
    EXPECT_GE(point.y, layout.place(150.5).y - 0.5 * layout.pitch() - 1e-9);
  }
}

TEST(RingSectors, KeptKeysAreMarkedAndTheirMassIsTold) {
  Analysis analysis = pairwise_analysis();
  EXPECT_EQ(find_edges(build_ring(analysis, {}), "kept keys"), nullptr);
  analysis.mechanism.select = "indexer";
  analysis.queries[0].kept = KeptKeys{{1, 3}, 1, 0.37};
  const Scene scene = build_ring(analysis, {});
  const EdgeSet* marks = find_edges(scene, "kept keys");
  ASSERT_NE(marks, nullptr);
  ASSERT_EQ(marks->edges.size(), 2U);
  const RingLayout layout(4);
  for (std::size_t i = 0; i < 2; ++i) {
    const int key = i == 0 ? 1 : 3;
    EXPECT_EQ(marks->edges[i].subject, token_subject(key));
    EXPECT_GT(length(marks->edges[i].from), 1);
    EXPECT_LT(length(cross(marks->edges[i].to, layout.place(key))), 1e-12);
  }
  EXPECT_THAT(scene.caption, HasSubstr("2 of 4 keys kept (indexer) carry 100 % of the weight, "
                                       "dense attention would give them 37 %"));
  EXPECT_LT(find_cloud(scene, "tokens")->points[2].opacity, 0.5);
  EXPECT_GT(find_cloud(scene, "tokens")->points[3].opacity, 0.5);
}

TEST(RingSectors, SinksAreDimmedOrHiddenAndTheirShareIsTold) {
  const auto arc_of_sink = [](const Scene& scene) -> const SceneCurve* {
    for (const SceneCurve& arc : find_curves(scene, "weights")->curves) {
      if (arc.subject.key() == 0) {
        return &arc;
      }
    }
    return nullptr;
  };
  ViewRequest request;
  request.sinks = "show";
  Scene scene = build_ring(pairwise_analysis(), request);
  const double full = arc_of_sink(scene)->opacity;
  request.sinks = "dim";
  scene = build_ring(pairwise_analysis(), request);
  EXPECT_LT(arc_of_sink(scene)->opacity, 0.6 * full);
  request.sinks = "hide";
  scene = build_ring(pairwise_analysis(), request);
  EXPECT_EQ(arc_of_sink(scene), nullptr);
  EXPECT_THAT(scene.finding, HasSubstr("40 % on [CLS] hidden"));
  for (const ScenePoint& point : find_cloud(scene, "tokens")->points) {
    EXPECT_NE(point.subject, token_subject(0));
  }
}

}  // namespace
}  // namespace baryscope
