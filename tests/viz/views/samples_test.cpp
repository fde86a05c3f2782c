#include "viz/views/samples/build_samples.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <set>

#include "tests/viz/views/hand_made_study.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/draw/figure.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/picking.h"

namespace baryscope {
namespace {

using test::find_cells;
using test::find_cloud;

bool in_triangle(const std::array<Vec3, 3>& corners, Vec3 p) {
  const auto side = [&](Vec3 a, Vec3 b) { return cross(b - a, p - a).z; };
  const double d0 = side(corners[0], corners[1]), d1 = side(corners[1], corners[2]);
  const double d2 = side(corners[2], corners[0]);
  const double least = std::min({d0, d1, d2}), most = std::max({d0, d1, d2});
  return least > -1e-12 || most < 1e-12;
}

TEST(Samples, ADrawnSyntheticPointIsItsBarycentricSum) {
  for (const SamplingStudy& study : {hand_made_study(), hand_made_study(true), hand_made_edges()}) {
    const Scene scene = build_samples(study, samples_request());
    const TokenCloud* cloud = find_cloud(scene, "synthetic class 1");
    ASSERT_NE(cloud, nullptr);
    ASSERT_EQ(static_cast<int>(cloud->points.size()), study.resampled.synthetic.size());
    for (const ScenePoint& point : cloud->points) {
      Vec3 sum;
      const auto vertices = study.resampled.synthetic.simplex(point.subject.number());
      const auto weights = study.resampled.synthetic.coordinates_of(point.subject.number());
      for (std::size_t i = 0; i < vertices.size(); ++i) {
        sum = sum + weights[i] * place(study, vertices[i]);
      }
      // z = x·y is not affine: in space the third coordinate is summed as the sampler did.
      EXPECT_LT(length(point.position - sum), 1e-12);
      EXPECT_EQ(point.glyph, Glyph::hollow_disc);
    }
  }
}

TEST(Samples, ACellHoldsItsSyntheticPoints) {
  const SamplingStudy study = hand_made_study();
  const Scene scene = build_samples(study, samples_request());
  const TriangleSet* cells = find_cells(scene, "simplices of class 1");
  ASSERT_NE(cells, nullptr);
  int n_checked = 0;
  for (const ScenePoint& point : find_cloud(scene, "synthetic class 1")->points) {
    const auto simplex = static_cast<std::size_t>(point.subject.number());
    if (study.resampled.synthetic.simplex(point.subject.number()).size() < 3) {
      continue;
    }
    ++n_checked;
    EXPECT_TRUE(std::any_of(
        cells->triangles.begin(), cells->triangles.end(), [&](const SceneTriangle& face) {
          return face.subject.key() == study.resampled.synthetic.bases[simplex] &&
                 in_triangle(face.corners, point.position);
        }));
  }
  EXPECT_EQ(n_checked, 3);
}

TEST(Samples, ATetrahedronIsDrawnByItsFourFacesInSpace) {
  const SamplingStudy study = hand_made_study(true);
  const Scene scene = build_samples(study, samples_request());
  int n_faces = 0;
  for (const SceneTriangle& face : find_cells(scene, "simplices of class 1")->triangles) {
    n_faces += face.subject.key() == 0 ? 1 : 0;
    for (const Vec3 corner : face.corners) {
      bool is_row = false;
      for (const int row : {12, 13, 14, 15, 16}) {
        is_row = is_row || place(study, row) == corner;
      }
      EXPECT_TRUE(is_row);
    }
  }
  EXPECT_EQ(n_faces, 4);
}

TEST(Samples, LikelierCellsAreStronger) {
  const Scene scene = build_samples(hand_made_study(), samples_request());
  std::map<int, double> opacity;
  for (const SceneTriangle& face : find_cells(scene, "simplices of class 1")->triangles) {
    opacity[face.subject.key()] = face.opacity;
  }
  EXPECT_NEAR(opacity.at(0) / opacity.at(1), 0.4 / 0.3, 1e-12);
}

TEST(Samples, BorderPointsAreMarkedByTheirShares) {
  const SamplingStudy study = hand_made_study();
  const Scene scene = build_samples(study, samples_request());
  const TokenCloud* border = find_cloud(scene, "border points");
  ASSERT_NE(border, nullptr);
  ASSERT_EQ(border->points.size(), 4u);
  EXPECT_EQ(border->points[3].position, place(study, 18));
  EXPECT_GT(border->points[3].opacity, border->points[1].opacity);
  EXPECT_EQ(find_cloud(build_samples(hand_made_edges(), samples_request()), "border points"),
            nullptr);
}

TEST(Samples, ThePlaneIsSeenFromTheFrontWithEqualScales) {
  const Scene scene = build_samples(hand_made_study(), samples_request());
  EXPECT_TRUE(scene.camera.orthographic);
  const CameraFrame axes = frame(scene.camera);
  EXPECT_LT(length(axes.right - Vec3{1, 0, 0}), 1e-12);
  EXPECT_LT(length(axes.up - Vec3{0, 1, 0}), 1e-12);
}

TEST(Samples, AThousandsOfPointsAreThinnedTheSameWayEveryTime) {
  const SamplingStudy study = sunflower_study(12000, 9000);
  const Scene scene = build_samples(study, samples_request());
  std::size_t n_points = 0;
  for (const TokenCloud& cloud : scene.clouds) {
    EXPECT_LE(cloud.points.size(), 4000u) << cloud.name;
    n_points += cloud.points.size();
  }
  EXPECT_GT(n_points, 5000u);
  EXPECT_NE(scene.caption.find("3,200 of 9,600 points of class 0 drawn"), std::string::npos)
      << scene.caption;
  EXPECT_NE(scene.caption.find("3,000 of 9,000 synthetic points drawn"), std::string::npos);
  EXPECT_EQ(to_text(scene), to_text(build_samples(study, samples_request())));

  const SamplingStudy small = sunflower_study(2000, 1200);
  const Scene whole = build_samples(small, samples_request());
  EXPECT_EQ(find_cloud(whole, "class 0")->points.size(), 1600u);
  EXPECT_EQ(find_cloud(whole, "class 1")->points.size(), 400u);
  EXPECT_EQ(find_cloud(whole, "synthetic class 1")->points.size(), 1200u);
  EXPECT_EQ(whole.caption, "");
}

TEST(Samples, PicksPointsAndSyntheticPoints) {
  const SamplingStudy study = hand_made_study();
  const Scene scene = build_samples(study, samples_request());
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  const auto pick_at = [&](Vec3 p) {
    const auto at = to_screen(scene.camera, viewport, p);
    return find_pick(scene, scene.camera, viewport, at->x, at->y);
  };
  for (int i = 0; i < 4; ++i) {
    const auto pick = pick_at({study.synthetic_places(i, 0), study.synthetic_places(i, 1), 0});
    ASSERT_TRUE(pick);
    EXPECT_EQ(pick->subject, synthetic_point_subject(i));
  }
  for (int row = 0; row < 18; ++row) {
    const auto pick = pick_at(place(study, row));
    ASSERT_TRUE(pick);
    EXPECT_EQ(pick->subject, data_point_subject(row));
  }
  // Regions, boundaries and the frame are not picked.
  const auto pick = pick_at({-2.55, -1.85, 0});
  EXPECT_FALSE(pick) << to_text(pick->subject);
}

TEST(Samples, TheLegendNamesWhatIsDrawn) {
  for (const SamplingStudy& study : {hand_made_study(), three_classes_study(), hand_made_edges()}) {
    const Scene scene = build_samples(study, samples_request());
    for (const TokenCloud& cloud : scene.clouds) {
      for (const ScenePoint& point : cloud.points) {
        EXPECT_TRUE(std::any_of(scene.legend.rows.begin(), scene.legend.rows.end(),
                                [&](const Legend::Row& row) {
                                  return row.glyph == point.glyph &&
                                         (row.role == point.role || row.role == Role::ink);
                                }))
            << cloud.name;
      }
    }
    std::set<std::string> texts;
    for (const Legend::Row& row : scene.legend.rows) {
      EXPECT_TRUE(texts.insert(row.text).second) << row.text;
    }
    EXPECT_TRUE(texts.count("boundary before") == 1 && texts.count("boundary after") == 1);
  }
}

TEST(Samples, ClassesDifferInColourAndShape) {
  const Scene scene = build_samples(three_classes_study(), samples_request());
  const ScenePoint& cat = find_cloud(scene, "cat")->points[0];
  const ScenePoint& dog = find_cloud(scene, "dog")->points[0];
  const ScenePoint& eel = find_cloud(scene, "eel")->points[0];
  EXPECT_EQ(cat.role, Role::majority);
  EXPECT_EQ(cat.glyph, Glyph::cross);
  EXPECT_NE(dog.role, eel.role);
  EXPECT_NE(dog.glyph, eel.glyph);
  // With several sampled classes a synthetic point has its class's colour.
  EXPECT_EQ(find_cloud(scene, "synthetic dog")->points[0].role, dog.role);
  EXPECT_EQ(find_cloud(scene, "synthetic eel")->points[0].role, eel.role);
}

TEST(Samples, HiddenPartsAreNotDrawn) {
  const SamplingStudy study = hand_made_study();
  ViewRequest request = samples_request();
  request.hide = {"edges", "triangles", "outputs", "regions", "axes", "legend", "title", "labels"};
  const Scene scene = build_samples(study, request);
  EXPECT_TRUE(scene.edges.empty());
  EXPECT_TRUE(scene.triangles.empty());
  EXPECT_TRUE(scene.fields.empty());
  EXPECT_TRUE(scene.labels.empty());
  EXPECT_EQ(scene.title + scene.finding + scene.caption, "");
  EXPECT_FALSE(scene.legend.visible);
  EXPECT_EQ(find_cloud(scene, "synthetic class 1"), nullptr);
  EXPECT_EQ(find_cloud(scene, "class 1")->points.size(), 7u);
}

TEST(Samples, DegenerateDataIsDrawn) {
  SamplingStudy study = hand_made_study();
  study.before = study.after = nullptr;
  for (double& value : study.places.data) {
    value = 0;
  }
  for (double& value : study.synthetic_places.data) {
    value = 0;
  }
  for (const double step : {0.0, 1.0, 4.0, 5.0}) {
    const Scene scene = build_samples(study, at_step(step));
    EXPECT_TRUE(std::isfinite(scene.camera.parallel_scale));
    EXPECT_GT(scene.camera.parallel_scale, 0);
  }
  study.frame.n_axes = 1;
  EXPECT_GT(build_samples(study, samples_request()).camera.parallel_scale, 0);
  study.frame.n_axes = 3;
  const Camera camera = build_samples(study, samples_request()).camera;
  EXPECT_TRUE(std::isfinite(camera.position.x + camera.position.y + camera.position.z));
}

TEST(SamplePair, SharesCameraPlaceAndLegend) {
  const SamplingStudy first = hand_made_edges(), second = hand_made_study();
  const ScenePair pair = build_sample_pair(first, second, samples_request());
  EXPECT_EQ(pair.first.camera, pair.second.camera);
  const auto& a = find_cloud(pair.first, "class 0")->points;
  const auto& b = find_cloud(pair.second, "class 0")->points;
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].position, b[i].position);
    EXPECT_EQ(a[i].radius, b[i].radius);
  }
  ASSERT_FALSE(pair.first.fields.empty());
  EXPECT_EQ(pair.first.fields[0].points.front(), pair.second.fields[0].points.front());
  EXPECT_EQ(pair.first.fields[0].points.back(), pair.second.fields[0].points.back());
  const Scene frame = pair_frame(pair.first, pair.second);
  std::set<std::string> texts;
  for (const Legend::Row& row : frame.legend.rows) {
    EXPECT_TRUE(texts.insert(row.text).second) << row.text;
  }
  EXPECT_EQ(texts.count("simplex"), 1u);
  EXPECT_EQ(texts.count("edge of the graph"), 1u);
}

TEST(Samples, ARightToLeftClassNameTurnsNothingRound) {
  SamplingStudy study = hand_made_study();
  auto data = std::make_shared<DataSet>(*study.data);
  data->classes = {"שלום", "عالم"};
  data->features = {"ציר", "y"};
  study.data = data;
  const Scene scene = build_samples(study, samples_request());
  EXPECT_NE(scene.finding.find("\u2068عالم\u2069 "), std::string::npos) << scene.finding;
  for (const Legend::Row& row : scene.legend.rows) {
    const bool right_to_left =
        row.text.find("שלום") != std::string::npos || row.text.find("عالم") != std::string::npos;
    EXPECT_EQ(row.text.starts_with("\u2068"), right_to_left) << row.text;
  }
}

}  // namespace
}  // namespace baryscope
