// The samples view step by step: how one synthetic point is made.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/viz/views/hand_made_study.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

using test::find_cells;
using test::find_cloud;
using test::find_edges;
using test::label_texts;

TEST(Samples, EveryStepHasTheSameCameraAndHoldsAllPoints) {
  for (const bool in_space : {false, true}) {
    const SamplingStudy study = hand_made_study(in_space);
    const Camera camera = build_samples(study, at_step(0)).camera;
    for (double step = 0; step <= 6; step += 0.5) {
      const Scene scene = build_samples(study, at_step(step));
      EXPECT_EQ(scene.camera, camera) << step;
      const Viewport viewport = figure_viewport(scene, 1600, 1000);
      for (const TokenCloud& cloud : scene.clouds) {
        for (const ScenePoint& point : cloud.points) {
          const auto at = to_screen(camera, viewport, point.position);
          ASSERT_TRUE(at);
          EXPECT_GT(at->x, 20);
          EXPECT_LT(at->x, 1580);
          EXPECT_GT(at->y, viewport.margin_top);
          EXPECT_LT(at->y, 1000 - viewport.margin_bottom);
        }
      }
    }
  }
}

TEST(Samples, OneThingStandsOutAtEachStep) {
  const SamplingStudy study = hand_made_study();
  const auto strongest = [](const TokenCloud* cloud) {
    double most = 0;
    for (const ScenePoint& point : cloud->points) {
      most = std::max(most, point.opacity);
    }
    return most;
  };
  for (const int step : {1, 2, 3, 4, 5}) {
    EXPECT_LT(strongest(find_cloud(build_samples(study, at_step(step)), "class 0")), 0.35) << step;
  }
  const Scene neighbors = build_samples(study, at_step(1));
  EXPECT_EQ(strongest(find_cloud(neighbors, "nearest neighbours")), 1);
  EXPECT_EQ(find_edges(neighbors, "graph of class 1"), nullptr);
  const Scene graph = build_samples(study, at_step(2));
  ASSERT_NE(find_edges(graph, "graph of class 1"), nullptr);
  EXPECT_GE(find_edges(graph, "graph of class 1")->edges[0].opacity, 0.9);
  EXPECT_EQ(find_cells(graph, "simplices of class 1"), nullptr);
  const Scene chosen = build_samples(study, at_step(4));
  EXPECT_EQ(strongest(find_cloud(chosen, "vertices of the simplex")), 1);
  EXPECT_LT(strongest(find_cloud(chosen, "class 1")), 0.5);
  EXPECT_EQ(find_cloud(chosen, "synthetic class 1"), nullptr);
  const Scene joined = build_samples(study, at_step(6));
  EXPECT_EQ(strongest(find_cloud(joined, "synthetic class 1")), 1);
}

TEST(Samples, FractionsFadeTheNextStepIn) {
  const SamplingStudy study = hand_made_study();
  double last = 0;
  for (double step = 2.1; step <= 3.0001; step += 0.1) {
    const Scene scene = build_samples(study, at_step(step));
    const double opacity = find_cells(scene, "simplices of class 1")->triangles.front().opacity;
    EXPECT_GT(opacity, last) << step;
    last = opacity;
  }
  EXPECT_NEAR(last,
              find_cells(build_samples(study, at_step(3)), "simplices of class 1")
                  ->triangles.front()
                  .opacity,
              1e-12);
  // The words change half way.
  EXPECT_EQ(build_samples(study, at_step(2.4)).finding, build_samples(study, at_step(2)).finding);
  EXPECT_EQ(build_samples(study, at_step(2.6)).finding, build_samples(study, at_step(3)).finding);
}

TEST(Samples, TheWordsCarryTheNumbers) {
  const SamplingStudy study = hand_made_study();
  EXPECT_EQ(build_samples(study, at_step(0)).finding,
            "12 points in class 0, 7 in class 1: 1.7 to 1");
  // Neighbours of x₁₄ (the first vertex) by distance: 15, 12, 13, 16 are joined to it; k is 3.
  EXPECT_EQ(build_samples(study, at_step(1)).finding,
            "x₁₄ (class 1) and its 3 nearest of the same class: x₁₅, x₁₆, x₁₂");
  EXPECT_EQ(build_samples(study, at_step(2)).finding,
            "9 edges: two points are joined where one is among the other's 3 nearest");
  EXPECT_EQ(build_samples(study, at_step(3)).finding,
            "4 maximal simplices: 1 point, 1 edge, 1 triangle, 1 tetrahedron");
  EXPECT_EQ(build_samples(study, at_step(4)).finding,
            "{x₁₄, x₁₅, x₁₆} is drawn: one of 4, with probability 30.0 %");
  EXPECT_EQ(build_samples(study, at_step(5)).finding,
            "b = (0.50, 0.25, 0.25): x = Σ bᵥ xᵥ = 0.50 x₁₄ + 0.25 x₁₅ + 0.25 x₁₆");
  EXPECT_EQ(build_samples(study, at_step(6)).finding,
            "it joins 4 others: class 1 grows from 7 to 12 points");
  EXPECT_EQ(build_samples(three_classes_study(), at_step(2)).finding.rfind("3 edges of eel: ", 0),
            0U)
      << "of one class of two";
  EXPECT_EQ(build_samples(three_classes_study(), at_step(3)).finding,
            "1 maximal simplex of eel: 1 triangle");
  EXPECT_NE(build_samples(hand_made_edges(), at_step(3)).finding.find("draws from edges alone"),
            std::string::npos);
  for (int step = 0; step < k_n_sampling_steps; ++step) {
    EXPECT_NE(build_samples(study, at_step(step)).title.find(sampling_step_name(step)),
              std::string::npos);
  }
}

TEST(Samples, WeightsArePipesAsThickAsTheyAre) {
  const SamplingStudy study = hand_made_study();
  const Scene scene = build_samples(study, at_step(5));
  const EdgeSet* pipes = find_edges(scene, "barycentric weights");
  ASSERT_NE(pipes, nullptr);
  ASSERT_EQ(pipes->edges.size(), 3u);
  for (const SceneEdge& pipe : pipes->edges) {
    EXPECT_NEAR(pipe.width / pipes->edges[0].width, pipe.weight / pipes->edges[0].weight, 1e-12);
    EXPECT_EQ(pipe.from, pipes->edges[0].from);
  }
  const std::set<std::string> labels = label_texts(scene);
  for (const char* expected : {"0.50 x₁₄", "0.25 x₁₅", "0.25 x₁₆"}) {
    EXPECT_TRUE(labels.contains(expected)) << expected;
  }
  EXPECT_EQ(scene.legend.color_map, "cividis");
}

TEST(Samples, ASmallSimplexIsMagnifiedWhereThereIsRoom) {
  const SamplingStudy study = sunflower_study(600, 40);
  ViewRequest request = at_step(5);
  request.sample.reset();
  const Scene scene = build_samples(study, request);
  const FieldMesh* panel = nullptr;
  for (const FieldMesh& field : scene.fields) {
    panel = field.name == "inset" ? &field : panel;
  }
  ASSERT_NE(panel, nullptr);
  const auto inside = [&](Vec3 p) {
    return p.x > panel->points[0].x && p.x < panel->points[2].x && p.y > panel->points[0].y &&
           p.y < panel->points[2].y;
  };
  // The simplex occurs twice, once magnified by one factor.
  std::vector<std::vector<Vec3>> vertices;
  for (const TokenCloud& cloud : scene.clouds) {
    if (cloud.name == "vertices of the simplex") {
      vertices.emplace_back();
      for (const ScenePoint& point : cloud.points) {
        vertices.back().push_back(point.position);
      }
    }
  }
  ASSERT_EQ(vertices.size(), 2u);
  const double factor =
      length(vertices[1][1] - vertices[1][0]) / length(vertices[0][1] - vertices[0][0]);
  EXPECT_GT(factor, 1.5);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_FALSE(inside(vertices[0][i]));
    EXPECT_TRUE(inside(vertices[1][i]));
    EXPECT_LT(
        length((vertices[1][i] - vertices[1][0]) - factor * (vertices[0][i] - vertices[0][0])),
        1e-9);
  }
  for (const ScenePoint& point : find_cloud(scene, "class 0")->points) {
    EXPECT_TRUE(!inside(point.position) || point.opacity == 0);
  }
}

TEST(Samples, WithoutSyntheticPointsTheStepsSaySo) {
  SamplingStudy study = hand_made_study();
  study.request.sampler.sampler = "none";
  study.resampled = {};
  study.synthetic_places = Matrix(0, 3);
  study.counts_after = study.counts_before;
  study.after = nullptr;
  for (int step = 1; step < k_n_sampling_steps; ++step) {
    const Scene scene = build_samples(study, at_step(step));
    EXPECT_EQ(scene.finding, "no point is synthesised: the data stays as it is");
    EXPECT_EQ(find_cloud(scene, "followed point"), nullptr);
  }
  const Scene scene = build_samples(study, samples_request());
  EXPECT_NE(find_edges(scene, "boundary before"), nullptr);
  EXPECT_EQ(find_edges(scene, "boundary after"), nullptr);
}

TEST(Samples, ASampleBeyondTheLastIsTheLast) {
  ViewRequest request = at_step(5);
  request.sample = 99;
  EXPECT_EQ(build_samples(hand_made_study(), request).finding,
            "b = (1.00): x = Σ bᵥ xᵥ = 1.00 x₁₈");
}

}  // namespace
}  // namespace baryscope
