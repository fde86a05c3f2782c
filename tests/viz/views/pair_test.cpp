#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/analysis/report.h"
#include "tests/viz/views/hand_made.h"
#include "viz/draw/figure.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

/// The same places in other axes, three times as large.
Analysis elsewhere(Analysis analysis) {
  const auto move = [](Matrix& points) {
    for (int i = 0; i < points.n_rows; ++i) {
      const double x = points(i, 0), y = points(i, 1), z = points(i, 2);
      points(i, 0) = 3 * z + 10;
      points(i, 1) = -3 * x;
      points(i, 2) = 3 * y - 4;
    }
  };
  for (Matrix* points :
       {&analysis.placement.tokens, &analysis.placement.outputs, &analysis.placement.nearest,
        &analysis.placement.products, &analysis.placement.hull.points}) {
    move(*points);
  }
  for (AttainableSet& set : analysis.placement.attainable) {
    move(set.points);
  }
  analysis.model.name = "elsewhere";
  return analysis;
}

const std::vector<ScenePoint>& tokens(const Scene& scene) { return scene.clouds.front().points; }

double widest(const Scene& scene) {
  double most = 0;
  for (const EdgeSet& set : scene.edges) {
    for (const SceneEdge& edge : set.edges) {
      most = std::max(most, set.name == "weights" ? edge.width : 0);
    }
  }
  return most;
}

TEST(Pair, TheSecondLiesOnTheFirst) {
  const Analysis first = pairwise_analysis();
  const ScenePair pair = build_pair(first, elsewhere(first), {});
  ASSERT_EQ(tokens(pair.first).size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_LT(length(tokens(pair.first)[i].position - tokens(pair.second)[i].position), 1e-9);
  }
  const Bounds a = bounds(pair.first), b = bounds(pair.second);
  EXPECT_LT(length(a.minimum - b.minimum) + length(a.maximum - b.maximum), 1e-9);
  EXPECT_NE(pair.second.caption.find("turned and scaled by 0.333 onto the other picture"),
            std::string::npos)
      << pair.second.caption;
  EXPECT_EQ(pair.first.caption.find("turned"), std::string::npos);
  EXPECT_NE(pair.second.title.find("elsewhere"), std::string::npos);
}

TEST(Pair, WhatIsOnlyTurnedIsNotSaidToBeScaled) {
  Analysis second = pairwise_analysis();
  Placement& placement = second.placement;
  for (Matrix* points :
       {&placement.tokens, &placement.outputs, &placement.nearest, &placement.hull.points}) {
    for (int row = 0; row < points->n_rows; ++row) {
      const double x = (*points)(row, 0), y = (*points)(row, 1), z = (*points)(row, 2);
      (*points)(row, 0) = y;
      (*points)(row, 1) = z;
      (*points)(row, 2) = x;
    }
  }
  const std::string caption = build_pair(pairwise_analysis(), second, {}).second.caption;
  EXPECT_NE(caption.find("turned onto the other picture"), std::string::npos) << caption;
}

TEST(Pair, BothAreSeenThroughOneCameraThatHoldsBoth) {
  ViewRequest request;
  const ScenePair pair =
      build_pair(pairwise_analysis(), elsewhere(differential_analysis()), request);
  EXPECT_EQ(pair.first.camera, pair.second.camera);
  const Viewport half = figure_viewport(pair.first, request.width / 2, request.height);
  for (const Scene* scene : {&pair.first, &pair.second}) {
    for (const TokenCloud& cloud : scene->clouds) {
      for (const ScenePoint& point : cloud.points) {
        const auto at = to_screen(pair.first.camera, half, point.position);
        ASSERT_TRUE(at.has_value());
        EXPECT_GT(at->x, 0.05 * half.width);
        EXPECT_LT(at->x, 0.95 * half.width);
        EXPECT_GT(at->y, half.margin_top);
        EXPECT_LT(at->y, half.height - half.margin_bottom);
      }
    }
  }
}

TEST(Pair, ThicknessAndColourMeanTheSameWeight) {
  // .4 and .5 are the heaviest weights; the differential side alone is signed.
  const ScenePair pair = build_pair(pairwise_analysis(), differential_analysis(), {});
  EXPECT_EQ(pair.first.legend.maximum, 0.5);
  EXPECT_EQ(pair.first.legend.minimum, -0.5);
  EXPECT_EQ(pair.first.legend.color_map, "diverging");
  EXPECT_EQ(pair.second.legend.ticks, pair.first.legend.ticks);
  EXPECT_NEAR(widest(pair.first) / widest(pair.second), 0.4 / 0.5, 1e-12);
}

TEST(Pair, OtherTokensAreNotTurned) {
  Analysis second = elsewhere(pairwise_analysis());
  second.tokens[1].text = "butcher";
  const ScenePair pair = build_pair(pairwise_analysis(), second, {});
  EXPECT_NE(pair.second.caption.find("scaled by 0.333 to the other picture's size"),
            std::string::npos)
      << pair.second.caption;
  EXPECT_GT(length(tokens(pair.first)[1].position - tokens(pair.second)[1].position), 0.5);
}

TEST(Pair, OneLegendNamesWhatEitherHolds) {
  const ScenePair pair = build_pair(two_simplicial_analysis(), differential_analysis(), {});
  const Scene frame = pair_frame(pair.first, pair.second);
  EXPECT_TRUE(frame.clouds.empty());
  EXPECT_EQ(frame.legend.title, "weight");
  for (const Scene* scene : {&pair.first, &pair.second}) {
    for (const Legend::Row& row : scene->legend.rows) {
      EXPECT_EQ(std::count_if(
                    frame.legend.rows.begin(), frame.legend.rows.end(),
                    [&](const Legend::Row& r) { return r.text == row.text && r.role == row.role; }),
                1)
          << row.text;
    }
  }
}

TEST(Pair, ALongFindingIsThatOfThePictureAlone) {
  Analysis long_words = two_simplicial_analysis();
  for (Token& token : long_words.tokens) {
    token.text += "-with-a-very-long-name-indeed";
  }
  const std::string whole = build_scene(long_words, {}).finding;
  ASSERT_GT(whole.size(), 64u);
  EXPECT_EQ(build_pair(long_words, pairwise_analysis(), {}).first.finding, whole)
      << "it is wrapped where it is drawn";
}

TEST(Pair, IsTheSameEveryTime) {
  const auto text = [] {
    const ScenePair pair = build_pair(two_simplicial_analysis(), elsewhere(cog_analysis()), {});
    return to_text(pair.first) + to_text(pair.second);
  };
  EXPECT_EQ(text(), text());
}

}  // namespace
}  // namespace baryscope
