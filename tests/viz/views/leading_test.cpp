// The three largest weights have a point and a label of their own, whatever they are of and
// wherever they lie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

using test::find_cloud;
using test::text_of;

/// All tokens but the query in one clump; of the weights the three largest are told apart.
Analysis clump(std::vector<double> weights) {
  Analysis analysis = long_analysis(static_cast<int>(weights.size()));
  for (int i = 0; i + 1 < analysis.placement.tokens.n_rows; ++i) {
    for (int c = 0; c < 3; ++c) {
      analysis.placement.tokens(i, c) = 1e-4 * (i + c);
    }
  }
  analysis.sinks = {0, 1};
  analysis.queries[0].key_weights = std::move(weights);
  return analysis;
}

const SceneLabel* label_of_token(const Scene& scene, int token) {
  const auto found =
      std::find_if(scene.labels.begin(), scene.labels.end(), [&](const SceneLabel& label) {
        return std::find(label.subjects.begin(), label.subjects.end(), token_subject(token)) !=
               label.subjects.end();
      });
  return found == scene.labels.end() ? nullptr : &*found;
}

const ScenePoint* point_of_token(const Scene& scene, int token) {
  const TokenCloud* cloud = find_cloud(scene, "tokens");
  for (const ScenePoint& point : cloud->points) {
    if (point.subject == token_subject(token)) {
      return &point;
    }
  }
  return nullptr;
}

TEST(Leading, EachOfThreeHasItsOwnLabelAndPoint) {
  const Analysis analysis = clump({0.4, 0.02, 0.02, 0.3, 0.02, 0.2, 0.02, 0.02});
  for (const char* sinks : {"show", "dim"}) {
    ViewRequest request;
    request.sinks = sinks;
    const Scene scene = build_scene(analysis, request);
    for (const int token : {0, 3, 5}) {
      const SceneLabel* label = label_of_token(scene, token);
      ASSERT_NE(label, nullptr) << token;
      EXPECT_EQ(label->subjects, std::vector{token_subject(token)}) << text_of(*label);
      ASSERT_NE(point_of_token(scene, token), nullptr);
      EXPECT_EQ(point_of_token(scene, token)->role, Role::key);
    }
    // What carries little still shares one.
    EXPECT_EQ(label_of_token(scene, 2), label_of_token(scene, 4));
  }
}

TEST(Leading, ASinkIsPalerWhereSinksAreDim) {
  const Analysis analysis = clump({0.4, 0.02, 0.02, 0.3, 0.02, 0.2, 0.02, 0.02});
  const Scene scene = build_scene(analysis, {});
  EXPECT_TRUE(label_of_token(scene, 0)->spans.front().grey);
  EXPECT_FALSE(label_of_token(scene, 3)->spans.front().grey);
  EXPECT_LT(point_of_token(scene, 0)->opacity, point_of_token(scene, 3)->opacity);
}

TEST(Leading, AHiddenSinkIsGoneAndItsShareIsTold) {
  const Analysis analysis = clump({0.4, 0.02, 0.02, 0.3, 0.02, 0.2, 0.02, 0.02});
  ViewRequest request;
  request.sinks = "hide";
  const Scene scene = build_scene(analysis, request);
  EXPECT_EQ(label_of_token(scene, 0), nullptr);
  EXPECT_EQ(point_of_token(scene, 0), nullptr);
  EXPECT_THAT(scene.finding, testing::HasSubstr("42 % on"));
  EXPECT_THAT(scene.finding, testing::HasSubstr("hidden"));
}

TEST(Leading, WhatIsNextToNothingBesideTheLargestIsNot) {
  Analysis analysis = clump({0.9964, 0.0001, 0.0003, 0.0002, 0, 0, 0, 0.003});
  analysis.sinks.clear();
  analysis.queries[0].weight_sum = 1;
  const Scene scene = build_scene(analysis, {});
  EXPECT_EQ(point_of_token(scene, 0)->role, Role::key);
  EXPECT_EQ(point_of_token(scene, 2)->role, Role::minor);
}

TEST(Leading, SmallSharesAreToldFinely) {
  Analysis analysis = clump(std::vector<double>(1000, 0.001));
  analysis.queries[0].weight_sum = 1;
  EXPECT_THAT(text_of(*label_of_token(build_scene(analysis, {}), 0)), testing::HasSubstr("0.1 %"));
}

TEST(Leading, ThreeOfManySmallOnesAreToldToo) {
  const Analysis analysis = clump(std::vector<double>(100, 0.01));
  const Scene scene = build_scene(analysis, {});
  for (const int token : {0, 1, 2}) {
    EXPECT_EQ(point_of_token(scene, token)->role, Role::key) << token;
    EXPECT_NE(label_of_token(scene, token), nullptr) << token;
  }
  EXPECT_EQ(point_of_token(scene, 3)->role, Role::minor);
}

}  // namespace
}  // namespace baryscope
