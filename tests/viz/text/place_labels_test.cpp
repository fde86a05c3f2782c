/// Places of labels on crowded random scenes: what must never overlap does not, and nothing jumps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/random.h"
#include "viz/scene/drawn_size.h"
#include "viz/text/label_layout.h"

namespace baryscope {
namespace {

Scene random_scene(int n_points, int n_labels, std::uint64_t seed) {
  Random random(seed);
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  scene.camera.position = {0, 0, 10};
  const auto coordinate = [&] { return 3.4 * (random.uniform() - 0.5); };
  TokenCloud cloud;
  for (int i = 0; i < n_points; ++i) {
    ScenePoint point;
    point.position = {1.6 * coordinate(), coordinate(), coordinate()};
    point.radius = 7 + 5 * random.uniform();
    cloud.points.push_back(point);
  }
  EdgeSet edges;
  for (int i = 1; i < n_points; ++i) {
    SceneEdge edge;
    edge.from = cloud.points[0].position;
    edge.to = cloud.points[static_cast<std::size_t>(i)].position;
    edge.width = 10 * random.uniform();
    edges.edges.push_back(edge);
  }
  for (int i = 0; i < n_labels; ++i) {
    const ScenePoint& point = cloud.points[static_cast<std::size_t>(i)];
    SceneLabel label;
    label.anchor = point.position;
    label.clearance = point.radius;
    label.importance = random.uniform();
    label.spans = {{"word" + std::to_string(random.below(100000)), i == 0, false}};
    scene.labels.push_back(label);
  }
  scene.clouds = {cloud};
  scene.edges = {edges};
  return scene;
}

bool overlap(const PlacedLabel& a, const PlacedLabel& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

int n_visible(const std::vector<PlacedLabel>& labels) {
  return static_cast<int>(
      std::count_if(labels.begin(), labels.end(), [](const auto& label) { return label.visible; }));
}

void expect_clean(const Scene& scene, const Camera& camera, const Viewport& viewport,
                  const std::vector<PlacedLabel>& labels) {
  ASSERT_EQ(labels.size(), scene.labels.size());
  const DrawnSize size(scene, camera, viewport);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const PlacedLabel& label = labels[i];
    EXPECT_EQ(label.label, static_cast<int>(i));
    if (!label.visible) continue;
    EXPECT_GE(label.x, viewport.margin_left);
    EXPECT_GE(label.y, viewport.margin_top);
    EXPECT_LE(label.x + label.width, viewport.width - viewport.margin_right);
    EXPECT_LE(label.y + label.height, viewport.height - viewport.margin_bottom);
    for (std::size_t j = 0; j < i; ++j)
      if (labels[j].visible) {
        EXPECT_FALSE(overlap(label, labels[j])) << i << " and " << j;
      }
    for (const TokenCloud& cloud : scene.clouds)
      for (const ScenePoint& point : cloud.points) {
        const auto at = to_screen(camera, viewport, point.position);
        if (!at) continue;
        const double dx = at->x - std::clamp(at->x, label.x, label.x + label.width);
        const double dy = at->y - std::clamp(at->y, label.y, label.y + label.height);
        EXPECT_GE(std::hypot(dx, dy), point.radius * size.at(point.position)) << i;
      }
  }
}

TEST(PlaceLabels, NothingOverlapsOnCrowdedScenes) {
  TextPainter painter;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const int n_points = 20 + 30 * static_cast<int>(seed);
    const Scene scene = random_scene(n_points, n_points, seed);
    Viewport viewport{
        seed % 2 == 0 ? 1600.0 : 900.0, seed % 2 == 0 ? 1000.0 : 700.0, 10, 200, 96, 64};
    const auto labels = place_labels(scene, scene.camera, viewport, painter);
    expect_clean(scene, scene.camera, viewport, labels);
    EXPECT_TRUE(labels[0].visible) << "the query's label is never dropped";
    EXPECT_GT(n_visible(labels), 15);
  }
}

TEST(PlaceLabels, LeadersTouchNoOtherPointOrLabel) {
  TextPainter painter;
  int n_leaders = 0;
  for (std::uint64_t seed = 30; seed < 36; ++seed) {
    const Scene scene = random_scene(60, 60, seed);
    const Viewport viewport{1000, 640, 0, 0, 96, 64};
    const auto labels = place_labels(scene, scene.camera, viewport, painter);
    const DrawnSize size(scene, scene.camera, viewport);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const PlacedLabel& label = labels[i];
      if (!label.visible || !label.leader) continue;
      ++n_leaders;
      const double end_x = std::clamp(label.anchor_x, label.x, label.x + label.width);
      const double end_y = std::clamp(label.anchor_y, label.y, label.y + label.height);
      const double length = std::hypot(end_x - label.anchor_x, end_y - label.anchor_y);
      EXPECT_NEAR(label.clearance, scene.labels[i].clearance * size.at(scene.labels[i].anchor),
                  1e-9);
      for (double at = label.clearance + 5; at < length; ++at) {
        const double x = label.anchor_x + at / length * (end_x - label.anchor_x);
        const double y = label.anchor_y + at / length * (end_y - label.anchor_y);
        for (std::size_t j = 0; j < labels.size(); ++j) {
          if (!labels[j].visible || i == j) continue;
          EXPECT_FALSE(x > labels[j].x && x < labels[j].x + labels[j].width && y > labels[j].y &&
                       y < labels[j].y + labels[j].height);
        }
        for (const ScenePoint& point : scene.clouds[0].points) {
          const auto center = to_screen(scene.camera, viewport, point.position);
          EXPECT_GT(std::hypot(center->x - x, center->y - y),
                    point.radius * size.at(point.position) - 1);
        }
      }
    }
  }
  EXPECT_GT(n_leaders, 10);
}

TEST(PlaceLabels, SparseScenesKeepEveryLabelBesideItsPoint) {
  TextPainter painter;
  const Scene scene = random_scene(12, 12, 5);
  const Viewport viewport{1600, 1000, 0, 0, 96, 64};
  const auto labels = place_labels(scene, scene.camera, viewport, painter);
  EXPECT_EQ(n_visible(labels), 12);
  for (const PlacedLabel& label : labels) {
    const double dx = label.anchor_x - std::clamp(label.anchor_x, label.x, label.x + label.width);
    const double dy = label.anchor_y - std::clamp(label.anchor_y, label.y, label.y + label.height);
    EXPECT_GT(label.width, 30);
    if (!label.leader) {
      EXPECT_LT(std::hypot(dx, dy), 30);
    }
    EXPECT_LT(std::hypot(dx, dy), 150);
  }
}

TEST(PlaceLabels, TheHeavierLabelWins) {
  TextPainter painter;
  Scene scene = random_scene(1, 1, 3);
  scene.labels.clear();
  for (int i = 0; i < 120; ++i) {
    SceneLabel label;
    label.anchor = {0, 0, 0};
    label.importance = i;
    label.spans = {{"label " + std::to_string(i)}};
    scene.labels.push_back(label);
  }
  const Viewport viewport{500, 320};
  const auto labels = place_labels(scene, scene.camera, viewport, painter);
  EXPECT_LT(n_visible(labels), 120);
  EXPECT_TRUE(labels[119].visible);
  EXPECT_FALSE(labels[119].leader);
  EXPECT_FALSE(labels[0].visible);
  // The bold one comes before all, whatever its importance.
  scene.labels[0].spans[0].bold = true;
  const auto bold = place_labels(scene, scene.camera, viewport, painter);
  EXPECT_TRUE(bold[0].visible);
  EXPECT_FALSE(bold[0].leader);
}

TEST(PlaceLabels, TheQueryIsNamedEvenWhereThereIsNoRoom) {
  TextPainter painter;
  Scene scene = random_scene(3000, 1, 9);
  const Viewport viewport{400, 300};
  EXPECT_TRUE(place_labels(scene, scene.camera, viewport, painter)[0].visible);
  const Viewport tiny{30, 20};
  for (ScenePoint& point : scene.clouds[0].points) point.position = {0, 0, 0};
  scene.labels[0].anchor = {0, 0, 0};
  EXPECT_TRUE(place_labels(scene, scene.camera, tiny, painter)[0].visible);
}

TEST(PlaceLabels, AnchorsOutOfSightHaveNoLabel) {
  TextPainter painter;
  Scene scene = random_scene(3, 3, 4);
  scene.labels[0].anchor = {0, 0, 50};   // behind the eye
  scene.labels[1].anchor = {500, 0, 0};  // far to the right
  scene.labels[2].anchor = {0, 0, 0};
  const auto labels = place_labels(scene, scene.camera, {1600, 1000}, painter);
  EXPECT_FALSE(labels[0].visible);
  EXPECT_FALSE(labels[1].visible);
  EXPECT_TRUE(labels[2].visible);
}

TEST(PlaceLabels, TheSameSceneGivesTheSamePlaces) {
  TextPainter painter, other;
  const Scene scene = random_scene(200, 200, 8);
  const Viewport viewport{1200, 800};
  const auto a = place_labels(scene, scene.camera, viewport, painter);
  const auto b = place_labels(scene, scene.camera, viewport, other);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].x, b[i].x);
    EXPECT_EQ(a[i].y, b[i].y);
    EXPECT_EQ(a[i].visible, b[i].visible);
  }
}

TEST(PlaceLabels, LabelsStayWhereTheyWereWhileTheCameraMoves) {
  TextPainter painter;
  const Scene scene = random_scene(40, 40, 11);
  const Viewport viewport{1600, 1000, 0, 0, 96, 64};
  Camera camera = scene.camera;
  auto labels = place_labels(scene, camera, viewport, painter);
  const auto still = place_labels(scene, camera, viewport, painter, labels);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    EXPECT_NEAR(still[i].x, labels[i].x, 1e-9);
    EXPECT_NEAR(still[i].y, labels[i].y, 1e-9);
  }
  int n_kept = 0, n_kept_without = 0, n = 0;
  for (int step = 0; step < 40; ++step) {
    camera = rotated(camera, 4, 1, viewport);
    const auto next = place_labels(scene, camera, viewport, painter, labels);
    const auto fresh = place_labels(scene, camera, viewport, painter);
    expect_clean(scene, camera, viewport, next);
    for (std::size_t i = 0; i < next.size(); ++i) {
      if (!labels[i].visible || !next[i].visible || !fresh[i].visible) continue;
      const auto moved = [&](const PlacedLabel& label) {
        return std::hypot(label.x - label.anchor_x - labels[i].x + labels[i].anchor_x,
                          label.y - label.anchor_y - labels[i].y + labels[i].anchor_y);
      };
      ++n;
      n_kept += moved(next[i]) < 1e-6 ? 1 : 0;
      n_kept_without += moved(fresh[i]) < 1e-6 ? 1 : 0;
    }
    labels = next;
  }
  EXPECT_GT(n_kept, 0.9 * n);
  EXPECT_GT(n_kept, n_kept_without);
}

TEST(PlaceLabels, PlacesOffThickEdges) {
  TextPainter painter;
  Scene scene;
  scene.theme = make_theme("light", "cividis", "theme");
  ScenePoint point;
  scene.clouds = {{"", {point}}};
  SceneEdge edge;
  edge.to = {3, 0, 0};
  edge.width = 14;
  scene.edges = {{"", {edge}}};
  SceneLabel label;
  label.spans = {{"bakery"}};
  scene.labels = {label};
  const Viewport viewport{1600, 1000};
  const auto covers = [&](const PlacedLabel& placed) {
    return placed.x + placed.width > 800 && placed.y < 507 && placed.y + placed.height > 493;
  };
  EXPECT_FALSE(covers(place_labels(scene, scene.camera, viewport, painter)[0]));
  scene.edges.clear();
  EXPECT_TRUE(covers(place_labels(scene, scene.camera, viewport, painter)[0]))
      << "to the right of its point, were there no edge";
}

TEST(PlaceLabels, LeadersReachFromEveryAnchorOfASharedLabel) {
  TextPainter painter;
  Scene scene = random_scene(1, 1, 2);
  scene.labels[0].more_anchors = {{1.5, 0.5, 0}};
  EXPECT_TRUE(place_labels(scene, scene.camera, {1600, 1000}, painter)[0].leader);
}

TEST(PlaceLabels, TwoThousandLabelsStayClean) {
  TextPainter painter;
  const Scene scene = random_scene(2000, 2000, 21);
  const Viewport viewport{1600, 1000, 0, 0, 96, 64};
  const auto labels = place_labels(scene, scene.camera, viewport, painter);
  EXPECT_GT(n_visible(labels), 50);
  expect_clean(scene, scene.camera, viewport, labels);
}

TEST(PlaceLabels, ASideIsKeptOverPointsAndOffTitleAndLegend) {
  Scene scene;
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 1;
  Viewport viewport;
  viewport.width = viewport.height = 400;
  viewport.margin_top = viewport.margin_bottom = 50;
  ScenePoint point;
  point.radius = 40;
  scene.clouds.push_back({"points", {point}});
  const auto add = [&](Vec3 anchor, std::array<double, 2> side) {
    SceneLabel label;
    label.anchor = anchor;
    label.spans = {{"0.5", false, true}};
    label.clearance = 0;
    label.side = side;
    scene.labels.push_back(label);
  };
  add({0, 0, 0}, {0, 1});         // over the point
  add({0, -0.8, 0}, {0, 1});      // in the scene's area still
  add({0, -1, 0}, {0, 1});        // on the legend
  add({0, 1, 0}, {0, -1});        // on the title
  add({-1.33, 0.5, 0}, {-1, 0});  // out of the picture
  add({0, 0, 0}, {0, 1});         // over the first
  TextPainter painter;
  const auto placed = place_labels(scene, camera, viewport, painter);
  ASSERT_EQ(placed.size(), 6u);
  for (const std::size_t i : {0UL, 1UL}) {
    EXPECT_TRUE(placed[i].visible) << i;
    EXPECT_FALSE(placed[i].leader);
    EXPECT_NEAR(placed[i].x + placed[i].width / 2, placed[i].anchor_x, 1e-9);
    EXPECT_GE(placed[i].y, placed[i].anchor_y);
    EXPECT_LT(placed[i].y, placed[i].anchor_y + 6);
  }
  for (const std::size_t i : {2UL, 3UL, 4UL, 5UL}) EXPECT_FALSE(placed[i].visible) << i;
}

TEST(PlaceLabels, NamesOfAColumnMakeRoomForEachOther) {
  Scene scene;
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 1;
  Viewport viewport;
  viewport.width = viewport.height = 400;
  viewport.margin_top = viewport.margin_bottom = 50;
  for (int i = 0; i < 7; ++i) {  // 16 pixels from point to point
    SceneLabel label;
    label.anchor = {0, 0.33 - 0.11 * i, 0};
    label.spans = {{"key", false, false}};
    label.side = {1, 0};
    label.subjects = {token_subject(i)};
    label.clearance = 6;
    scene.labels.push_back(label);
  }
  TextPainter painter;
  const auto placed = place_labels(scene, camera, viewport, painter);
  for (std::size_t i = 0; i < placed.size(); ++i) {
    ASSERT_TRUE(placed[i].visible) << i << ": there is room above and below";
    EXPECT_GE(placed[i].x, placed[i].anchor_x + 6);
    if (i > 0) {
      EXPECT_GE(placed[i].y, placed[i - 1].y + placed[i - 1].height);
    }
  }
}

TEST(PlaceLabels, LabelsKeepOffTheEdgesOfThePaper) {
  Scene scene;
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 1;
  const Viewport viewport{400, 400};
  SceneLabel label;
  label.anchor = {-0.8, 0, 0};
  label.spans = {{"a name as long", true, false}};
  scene.labels = {label};
  scene.labels.back().anchor.x = -0.8;
  label.anchor.x = 0.8;
  scene.labels.push_back(label);
  TextPainter painter;
  for (const PlacedLabel& placed : place_labels(scene, camera, viewport, painter)) {
    ASSERT_TRUE(placed.visible);
    EXPECT_GE(placed.x, 10);
    EXPECT_LE(placed.x + placed.width, 390);
  }
}

TEST(PlaceLabels, LabelsMayStandOverMarksThatHaveReceded) {
  Scene scene;
  Camera camera;
  camera.orthographic = true;
  camera.parallel_scale = 1;
  const Viewport viewport{400, 400};
  SceneLabel label;
  label.anchor = {0, 0, 0};
  label.spans = {{"word"}};
  label.clearance = 4;
  scene.labels.push_back(label);
  // Marks everywhere but at the anchor.
  TokenCloud cloud{"marks", {}};
  for (int y = -20; y <= 20; ++y) {
    for (int x = -20; x <= 20; ++x) {
      ScenePoint mark;
      mark.position = {x / 20.0, y / 20.0, 0};
      mark.glyph = Glyph::cross;
      mark.radius = 12;
      cloud.points.push_back(mark);
    }
  }
  scene.clouds.push_back(cloud);
  TextPainter painter;
  EXPECT_FALSE(place_labels(scene, camera, viewport, painter)[0].visible);
  for (ScenePoint& mark : scene.clouds[0].points) {
    mark.opacity = 0.3;
  }
  EXPECT_TRUE(place_labels(scene, camera, viewport, painter)[0].visible);
}

}  // namespace
}  // namespace baryscope
