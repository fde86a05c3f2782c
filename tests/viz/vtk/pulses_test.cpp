// Light in pipes and sheets, as pixels.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/viz/vtk/picture_checks.h"
#include "viz/scene/visit.h"
#include "viz/vtk/frame_renderer.h"
#include "viz/vtk/scene_view.h"

namespace baryscope {
namespace {

Scene empty_front() {
  Scene scene;
  scene.theme = make_theme("print", "cividis", "#FFFFFF");
  scene.legend.visible = false;
  scene.camera.position = {0, 0, 10};
  scene.camera.focal_point = {0, 0, 0};
  scene.camera.orthographic = true;
  scene.camera.parallel_scale = 2;
  return scene;
}

SceneCurve arc(double y, double height, double pulse) {
  SceneCurve curve;
  for (int i = 0; i <= 24; ++i) {
    const double t = i / 24.0;
    curve.points.push_back({-1.6 + 3.2 * t, y + height * std::sin(3.14159265 * t), 0});
  }
  curve.width = 12;
  curve.weight = 1;
  curve.role = Role::query;
  curve.pulse = pulse;
  return curve;
}

Image at_phase(const Scene& scene, double flow) {
  const auto shared = std::make_shared<const Scene>(scene);
  return make_frame_renderer()->draw(make_figure(shared, nullptr, 400, 400, 1), scene.camera, flow);
}

double light(const Image& lit, const Image& plain, double x, double y) {
  return brightness(pixel(lit, x, y)) - brightness(pixel(plain, x, y));
}

TEST(Pulses, AreAsBrightAsTheirWeight) {
  double before = 0;
  for (const double pulse : {0.25, 0.5, 1.0}) {
    Scene scene = empty_front();
    scene.edges = {{"", {{{-1.6, 0, 0}, {1.6, 0, 0}, 12, 1, Role::query}}}};
    scene.edges[0].edges[0].pulse = pulse;
    scene.pulse_spacing = 3.2;
    const Image lit = at_phase(scene, 0.5), plain = at_phase(scene, -1);
    const double most = light(lit, plain, 200, 200);
    EXPECT_GT(most, 0.05);
    if (before > 0) {
      EXPECT_NEAR(most / before, 2, 0.25) << pulse;
    }
    before = most;
  }
}

TEST(Pulses, AreEquallyFarApartInPipesOfEveryLength) {
  Scene scene = empty_front();
  scene.edges = {{"",
                  {{{-1.6, 1, 0}, {1.6, 1, 0}, 10, 1, Role::query},
                   {{-1.6, 0, 0}, {0.4, 0, 0}, 10, 1, Role::query}}}};
  for (SceneEdge& edge : scene.edges[0].edges) {
    edge.pulse = 1;
  }
  scene.pulse_spacing = 0.8;
  const Image plain = at_phase(scene, -1);
  for (const double phase : {0.1, 0.6}) {
    const Image lit = at_phase(scene, phase);
    // Both begin at the query.
    for (int n = 1; n <= 2; ++n) {
      const auto light_at = [&](double x, double y) {
        const ScreenPoint at = place(scene, {x, y, 0});
        return light(lit, plain, at.x, at.y);
      };
      const double crest = -1.6 + 0.8 * (n - phase);
      EXPECT_NEAR(light_at(crest, 1), light_at(crest, 0), 0.01) << phase << n;
      EXPECT_GT(light_at(crest, 1), 3 * std::abs(light_at(crest - 0.22, 1)));
    }
  }
}

TEST(Pulses, AWholePeriodIsNoChange) {
  Scene scene = empty_front();
  CurveSet set{"", {arc(-0.5, 1, 1)}};
  scene.curves = {set};
  scene.pulse_spacing = 0.5;
  const Image first = at_phase(scene, 0), last = at_phase(scene, 1), half = at_phase(scene, 0.5);
  int most = 0, most_half = 0;
  for (std::size_t i = 0; i < first.rgba.size(); ++i) {
    most = std::max(most, std::abs(first.rgba[i] - last.rgba[i]));
    most_half = std::max(most_half, std::abs(first.rgba[i] - half.rgba[i]));
  }
  EXPECT_LE(most, 2) << "but for the rounding of the phase";
  EXPECT_GT(most_half, 40);
}

TEST(Pulses, FollowTheBendsOfACurve) {
  Scene scene = empty_front();
  const SceneCurve curve = arc(-0.5, 1, 1);
  scene.curves = {{"", {curve}}};
  scene.pulse_spacing = 10;  // one crest on the whole of it
  const Image plain = at_phase(scene, -1);
  for (const double along : {0.6, 1.5, 2.6}) {
    const Image lit = at_phase(scene, 1 - along / 10);
    double walked = 0, most = 0, found = 0;
    for (std::size_t i = 0; i + 1 < curve.points.size(); ++i) {
      const Vec3 a = curve.points[i], b = curve.points[i + 1];
      for (int k = 0; k < 8; ++k) {
        const Vec3 at = a + (k / 8.0) * (b - a);
        const ScreenPoint on_screen = place(scene, at);
        const double more = light(lit, plain, on_screen.x, on_screen.y);
        if (more > most) {
          most = more;
          found = walked + k / 8.0 * length(b - a);
        }
      }
      walked += length(b - a);
    }
    EXPECT_NEAR(found, along, 0.2);
  }
}

TEST(Pulses, ATranslucentCurveHasNoSeams) {
  Scene scene = empty_front();
  SceneCurve curve = arc(-0.5, 1, 0);
  curve.opacity = 0.4;
  scene.curves = {{"", {curve}}};
  const Image image = at_phase(scene, -1);
  double darkest = 1, brightest = 0;
  for (std::size_t i = 1; i + 2 < curve.points.size(); ++i) {
    for (int k = 0; k < 6; ++k) {
      const Vec3 at = curve.points[i] + (k / 6.0) * (curve.points[i + 1] - curve.points[i]);
      const ScreenPoint on_screen = place(scene, at);
      const double b = brightness(pixel(image, on_screen.x, on_screen.y));
      darkest = std::min(darkest, b);
      brightest = std::max(brightest, b);
    }
  }
  EXPECT_LT(darkest, 0.95);
  EXPECT_LT(brightest - darkest, 0.06) << "pieces meet, none is drawn over another";
}

TEST(Pulses, LightOnASheetRunsFromTheKeysToTheQuery) {
  Scene scene = empty_front();
  SceneTriangle sheet;
  sheet.corners = {Vec3{-1.5, 0, 0}, Vec3{1.5, 1.2, 0}, Vec3{1.5, -1.2, 0}};
  sheet.weight = 1;
  sheet.opacity = 0.5;
  sheet.pulse = 1;
  scene.triangles = {{"", {sheet}}};
  scene.pulse_spacing = 4;
  const Image plain = at_phase(scene, -1);
  const auto crest = [&](double phase) {
    const Image lit = at_phase(scene, phase);
    double most = 0;
    int at = 0;
    for (int x = 80; x < 340; ++x) {
      double more = 0;
      for (int c = 0; c < 3; ++c) {
        more += std::abs(lit.rgba[4 * (200 * 400 + x) + c] - plain.rgba[4 * (200 * 400 + x) + c]);
      }
      if (more > most) {
        most = more;
        at = x;
      }
    }
    return at;
  };
  const int early = crest(0.4), late = crest(0.7);
  EXPECT_GT(early, late + 60);
}

TEST(FrameRenderer, DrawsWhatAStillShows) {
  Scene scene = empty_front();
  scene.title = "title";
  scene.curves = {{"", {arc(-0.5, 1, 1)}}};
  scene.pulse_spacing = 0.7;
  scene.times = {{SceneTime::Kind::flow, 0, 1, 0.9, 0.25}};
  const auto shared = std::make_shared<const Scene>(scene);
  const Figure figure = make_figure(shared, nullptr, 300, 200, 1);
  const auto renderer = make_frame_renderer();
  const Image first = renderer->draw(figure, scene.camera, std::nullopt);
  EXPECT_EQ(first.rgba, render_image(scene, scene.camera, 300, 200, 1).rgba);
  const Image moved = renderer->draw(figure, scene.camera, 0.5);
  EXPECT_NE(moved.rgba, first.rgba);
  EXPECT_EQ(renderer->draw(figure, scene.camera, std::nullopt).rgba, first.rgba)
      << "what was drawn before leaves no trace";
}

TEST(FrameRenderer, DrawsBothOfAPair) {
  Scene left = empty_front(), right = empty_front();
  left.title = "left", right.title = "right";
  left.curves = {{"", {arc(-0.5, 1, 1)}}};
  right.edges = {{"", {{{-1, 0, 0}, {1, 0, 0}, 12, 1, Role::key}}}};
  const auto a = std::make_shared<const Scene>(left), b = std::make_shared<const Scene>(right);
  const Figure figure = make_figure(a, b, 400, 200, 1);
  const auto renderer = make_frame_renderer();
  const Image image = renderer->draw(figure, left.camera, std::nullopt);
  const Image still = figure_image(
      figure, [&](const std::shared_ptr<const Scene>& scene, int width, int height, double scale) {
        return render_image(*scene, left.camera, width, height, scale);
      });
  EXPECT_EQ(image.rgba, still.rgba);
}

}  // namespace
}  // namespace baryscope
