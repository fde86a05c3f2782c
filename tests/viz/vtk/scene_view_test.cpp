#include "viz/vtk/scene_view.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/viz/vtk/bakery_scene.h"
#include "tests/viz/vtk/picture_checks.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TEST(SceneView, SameViewTwiceGivesTheSameBytes) {
  const Silence silence;
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(bakery_scene("light")));
  stage.view->resize(640, 400, 1);
  for (const bool still : {false, true}) {
    const Image first = stage.shown(still);
    const Image second = stage.shown(still);
    EXPECT_EQ(first.rgba, second.rgba);
  }
  stage.view->release();
}

TEST(SceneView, AsksOpenGlForNothingThatIsNotThere) {
  EglContext context;
  glewExperimental = GL_TRUE;
  glewInit();
  // Hears also the errors that somebody asks away.
  std::vector<std::string> errors;
  glEnable(GL_DEBUG_OUTPUT);
  glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
  glDebugMessageCallback(
      [](GLenum, GLenum type, GLuint, GLenum, GLsizei, const GLchar* message, const void* to) {
        if (type == GL_DEBUG_TYPE_ERROR) {
          static_cast<std::vector<std::string>*>(const_cast<void*>(to))->emplace_back(message);
        }
      },
      &errors);
  glEnable(GL_TEXTURE_2D + 1);  // no such switch
  ASSERT_EQ(errors.size(), 1U);
  ASSERT_EQ(glGetError(), static_cast<GLenum>(GL_INVALID_ENUM));
  errors.clear();

  const auto view =
      make_scene_view({[&] { context.make_current(); }, [&] { return context.is_current(); }});
  view->set_scene(std::make_shared<Scene>(bakery_scene("light")));
  view->resize(160, 100, 1);
  for (const bool still : {false, true}) {
    view->render(still);
    static_cast<void>(view->read_pixels());
  }
  view->release();
  EXPECT_THAT(errors, testing::IsEmpty());
}

TEST(SceneView, ResizesAndKeepsItsCamera) {
  const Silence silence;
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(bakery_scene("light")));
  const Camera camera = rotated(stage.view->camera(), 40, 10, {640, 400, 0, 0, 0, 0});
  stage.view->set_camera(camera);
  for (const auto& [width, height] : {std::pair{640, 400}, {1, 1}, {300, 700}, {640, 400}}) {
    stage.view->resize(width, height, 1);
    const Image image = stage.shown();
    EXPECT_EQ(image.width, width);
    EXPECT_EQ(image.height, height);
  }
  EXPECT_EQ(stage.view->camera(), camera);
  stage.view->release();
}

TEST(SceneView, ContextsComeAndGo) {
  const Silence silence;
  std::vector<std::uint8_t> first;
  for (int i = 0; i < 20; ++i) {
    Stage stage;
    stage.view->set_scene(std::make_shared<Scene>(bakery_scene("light")));
    stage.view->resize(160, 100, 1);
    const Image image = stage.shown();
    if (i == 0) {
      first = image.rgba;
    }
    EXPECT_EQ(image.rgba, first) << "context " << i;
    stage.view->release();
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    // Everything that was made in this context is gone (names are small integers).
    for (GLuint name = 1; name < 200; ++name) {
      EXPECT_FALSE(glIsBuffer(name)) << name;
      EXPECT_FALSE(glIsProgram(name)) << name;
      EXPECT_FALSE(glIsFramebuffer(name)) << name;
      EXPECT_FALSE(glIsVertexArray(name)) << name;
    }
  }
}

TEST(SceneView, CameraThresholdAndFlowUploadNothing) {
  const Silence silence;
  Scene scene = bakery_scene("light");
  scene.title.clear();
  scene.finding.clear();
  scene.legend.visible = false;
  scene.labels.clear();
  scene.pulse_spacing = 1;
  for (EdgeSet& set : scene.edges) {
    for (SceneEdge& edge : set.edges) {
      edge.pulse = 1;
    }
  }
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->resize(320, 200, 1);
  const Image before = stage.shown();
  const Counts counts;
  for (int i = 1; i <= 30; ++i) {
    stage.view->set_camera(rotated(scene.camera, 3 * i, i, stage.view->viewport()));
    stage.view->set_flow(i / 30.0 - 0.01);
    stage.view->set_threshold(0.005 * i);
    stage.view->render(false);
  }
  EXPECT_EQ(Counts::n_uploads, 0);
  EXPECT_EQ(Counts::n_builds, 0);
  stage.view->set_flow(-1);
  stage.view->set_threshold(0);
  const auto pixels = [&] {
    stage.view->render(false);
    return stage.view->read_pixels().rgba;
  };
  EXPECT_NE(pixels(), before.rgba) << "by the camera alone";
  stage.view->set_camera(scene.camera);
  EXPECT_EQ(pixels(), before.rgba);
  stage.view->set_flow(0.4);
  EXPECT_NE(pixels(), before.rgba) << "by the pulses alone";
  stage.view->set_flow(-1);
  stage.view->set_threshold(0.1);
  EXPECT_NE(pixels(), before.rgba) << "by the threshold alone";
  EXPECT_EQ(Counts::n_uploads, 0);
  scene.edges[0].edges.pop_back();
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->render(false);
  EXPECT_GT(Counts::n_uploads, 0) << "the counters count";
  stage.view->release();
}

TEST(SceneView, WhatIsBelowTheThresholdIsNotDrawn) {
  Scene scene = front_scene();
  scene.legend.color_map = "diverging";
  SceneTriangle triangle;
  triangle.corners = {Vec3{-1, -1.5, 0}, Vec3{1, -1.5, 0}, Vec3{0, -0.5, 0}};
  triangle.weight = -0.3;
  triangle.opacity = 0.9;
  scene.triangles = {{"", {triangle}}};
  scene.edges = {{"",
                  {{{-1, 1, 0}, {1, 1, 0}, 10, -0.2, std::nullopt},
                   {{-1, 0, 0}, {1, 0, 0}, 10, 0.6, std::nullopt},
                   {{-1, 1.5, 0}, {1, 1.5, 0}, 10, 0.01, Role::query}}}};
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->resize(400, 400, 1);
  struct Case {
    double threshold;
    bool light, triangle, heavy;
  };
  for (const Case& expected : {Case{0, true, true, true},
                               {0.19, true, true, true},
                               {0.21, false, true, true},
                               {0.31, false, false, true},
                               {0.61, false, false, false},
                               {0, true, true, true}}) {
    stage.view->set_threshold(expected.threshold);
    const Image image = stage.shown();
    const auto inked = [&](double y) {
      return difference(pixel(image, 200, y), {1, 1, 1, 1}) > 0.1;
    };
    EXPECT_EQ(inked(100), expected.light) << expected.threshold;
    EXPECT_EQ(inked(200), expected.heavy) << expected.threshold;
    EXPECT_EQ(inked(310), expected.triangle) << expected.threshold;
    EXPECT_TRUE(inked(50)) << "what has a role has no weight";
  }
  stage.view->release();
}

TEST(SceneView, PulsesRunToTheQueryAndAwayFromItWhereTheWeightIsNegative) {
  Scene scene = front_scene();
  scene.edges = {{"",
                  {{{-1.5, 1, 0}, {1.5, 1, 0}, 10, 1, Role::query},
                   {{-1.5, -1, 0}, {1.5, -1, 0}, 10, -1, Role::query, true}}}};
  for (SceneEdge& edge : scene.edges[0].edges) {
    edge.pulse = 1;
  }
  scene.pulse_spacing = 3;  // one crest an edge
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->resize(400, 400, 1);
  const Image still = stage.shown();
  // What a pulse brightens most along an edge that begins at x = 50 and ends at 350.
  const auto crest = [&](const Image& image, double y) {
    double most = 0;
    int at = 0;
    for (int x = 52; x < 348; ++x) {
      const double more = brightness(pixel(image, x, y)) - brightness(pixel(still, x, y));
      if (more > most) {
        most = more;
        at = x;
      }
    }
    return at + 0.5;
  };
  for (const double phase : {0.2, 0.35, 0.7}) {
    stage.view->set_flow(phase);
    const Image image = stage.shown();
    EXPECT_NEAR(crest(image, 100), 350 - 300 * phase, 3) << phase;
    EXPECT_NEAR(crest(image, 300), 50 + 300 * phase, 14) << phase;
  }
  stage.view->set_flow(-1);
  EXPECT_EQ(stage.shown().rgba, still.rgba);
  stage.view->release();
}

TEST(SceneView, CameraWithLabelsUploadsOnlyTheirPlaces) {
  Stage stage;
  const Scene scene = bakery_scene("light");
  stage.view->set_scene(std::make_shared<Scene>(scene));
  stage.view->resize(640, 400, 1);
  stage.view->render(false);
  const Counts counts;
  for (int i = 1; i <= 10; ++i) {
    stage.view->set_camera(rotated(scene.camera, 3 * i, i, stage.view->viewport()));
    stage.view->render(false);
  }
  EXPECT_LE(Counts::n_uploads, 20) << "vertices and indices of one mesh a frame";
  EXPECT_LT(Counts::n_bytes, 10 * 100000);
  EXPECT_EQ(Counts::n_builds, 0);
  stage.view->release();
}

TEST(SceneView, BlitsIntoAnotherFramebuffer) {
  Stage stage;
  stage.view->set_scene(std::make_shared<Scene>(bakery_scene("light")));
  stage.view->resize(160, 100, 1);
  const Image image = stage.shown();
  GLuint texture = 0, target = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, 160, 100, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glGenFramebuffers(1, &target);
  glBindFramebuffer(GL_FRAMEBUFFER, target);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture, 0);
  stage.view->blit_to(target);
  std::vector<std::uint8_t> copy(4 * 160 * 100);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, target);
  glReadPixels(0, 0, 160, 100, GL_RGBA, GL_UNSIGNED_BYTE, copy.data());
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
  for (int y = 0; y < 100; ++y) {
    const auto row = copy.begin() + 640L * (99 - y);
    EXPECT_TRUE(std::equal(row, row + 640, image.rgba.begin() + 640L * y)) << y;
  }
  // The next frame finds its own framebuffers again.
  EXPECT_EQ(stage.shown().rgba, image.rgba);
  glDeleteFramebuffers(1, &target);
  glDeleteTextures(1, &texture);
  stage.view->release();
}

TEST(SceneView, DescribesItsContext) {
  Stage stage;
  EXPECT_THAT(stage.view->describe(), HasSubstr("OpenGL "));
  stage.view->release();
}

}  // namespace
}  // namespace baryscope
