// Rings of very many tokens, and their names.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/visit.h"
#include "viz/text/label_layout.h"
#include "viz/views/ring/build_ring.h"

namespace baryscope {
namespace {

using test::find_curves;

std::size_t n_pieces(const Scene& scene) {
  std::size_t n = 0;
  for (const CurveSet& set : scene.curves) {
    for (const SceneCurve& curve : set.curves) {
      n += curve.points.size() - 1;
    }
  }
  for (const EdgeColumns& set : scene.edge_columns) {
    n += set.ends.size();
  }
  return n;
}

TEST(RingLimits, OtherQueriesRecedeAndTheFocusIsLit) {
  const Scene scene = build_ring(all_read_analysis(20, 4), {});
  const CurveSet* others = find_curves(scene, "other queries");
  ASSERT_NE(others, nullptr);
  EXPECT_EQ(others->curves.size(), 76U);
  for (const SceneCurve& arc : others->curves) {
    EXPECT_LE(arc.width, 1.6);
    EXPECT_LT(arc.opacity, 0.63);
    EXPECT_EQ(arc.pulse, 0);
    EXPECT_NE(arc.subject.query(), 19);
  }
  EXPECT_EQ(find_curves(scene, "weights")->curves.size(), 4U);
}

TEST(RingLimits, FourThousandQueriesStayFewEnoughToDraw) {
  const Scene scene = build_ring(all_read_analysis(4096, 16), {});
  EXPECT_LE(n_pieces(scene), 50'000U);
  ASSERT_EQ(scene.edge_columns.size(), 1U);
  EXPECT_EQ(scene.edge_columns[0].ends.size(), 12'000U);
  EXPECT_NE(scene.caption.find("of 65520 weights of other queries the heaviest 12000 are drawn"),
            std::string::npos);
  // The heaviest of each query is 0.5, the next 0.25, …: none of less than 1/3 of it is among them.
  for (const float weight : scene.edge_columns[0].weights) {
    EXPECT_GE(weight, 0.16F);
  }
  EXPECT_LE(scene.labels.size(), 40U);
}

TEST(RingLimits, TimeGrowsWithTheTokensAndNoFaster) {
  const auto seconds = [](int n) {
    const Analysis analysis = all_read_analysis(n, 16);
    double best = 1e9;
    for (int run = 0; run < 5; ++run) {
      const auto start = std::chrono::steady_clock::now();
      const Scene scene = build_ring(analysis, {});
      const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
      best = std::min(best, spent.count());
    }
    return best;
  };
  EXPECT_LT(seconds(4096), 4 * 3 * seconds(1024));
}

/// A label of every token, placed as in the figure.
void expect_all_placed(int n, int width, int height, int n_least) {
  Analysis analysis = long_analysis(n);
  for (int i = 0; i < n; ++i) {
    analysis.tokens[static_cast<std::size_t>(i)].text = i % 3 == 0 ? "between" : "the";
  }
  ViewRequest request;
  request.width = width;
  request.height = height;
  const Scene scene = build_ring(analysis, request);
  ASSERT_EQ(scene.labels.size(), static_cast<std::size_t>(n));
  const Viewport viewport = figure_viewport(scene, width, height);
  TextPainter painter;
  const auto labels = place_labels(scene, scene.camera, viewport, painter);
  const auto middle = to_screen(scene.camera, viewport, {0, 0, 0}).value();
  int n_visible = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const PlacedLabel& a = labels[i];
    if (!a.visible) {
      continue;
    }
    ++n_visible;
    const double x = a.x + a.width / 2 - middle.x, y = a.y + a.height / 2 - middle.y;
    const double radius = std::hypot(a.anchor_x - middle.x, a.anchor_y - middle.y);
    EXPECT_GT(std::hypot(x, y), radius) << "outside of the circle";
    EXPECT_GE(a.x, 0);
    EXPECT_LE(a.x + a.width, width);
    for (std::size_t j = 0; j < i; ++j) {
      const PlacedLabel& b = labels[j];
      EXPECT_FALSE(b.visible && a.x < b.x + b.width && b.x < a.x + a.width &&
                   a.y < b.y + b.height && b.y < a.y + a.height);
    }
  }
  EXPECT_GE(n_visible, n_least);
}

TEST(RingLimits, NamesStandOutsideAndDoNotOverlap) {
  expect_all_placed(1, 1600, 1000, 1);
  expect_all_placed(14, 1600, 1000, 14);
  expect_all_placed(40, 1600, 1000, 40);
  expect_all_placed(64, 1600, 1000, 56);
  expect_all_placed(14, 640, 400, 12);
}

TEST(RingLimits, OfLongTextsThoseAreNamedThatMatterAndSomePositions) {
  const Scene scene = build_ring(long_analysis(400), {});
  const auto texts = test::label_texts(scene);
  EXPECT_TRUE(texts.contains("0"));
  EXPECT_TRUE(texts.contains("100"));
  EXPECT_TRUE(
      std::ranges::any_of(texts, [](const std::string& text) { return text.starts_with("t399"); }));
  EXPECT_LE(texts.size(), 40U);
}

}  // namespace
}  // namespace baryscope
