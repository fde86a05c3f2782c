// Films against stills: every frame has the numbers and the pixels of the still at its value, with
// the film's camera and placement.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/computer.h"
#include "app/session/engine_library.h"
#include "app/session/figure.h"
#include "app/session/film/film_output.h"
#include "app/session/film/write_film.h"
#include "app/session/finish.h"
#include "app/session/view_library.h"
#include "core/analysis/report.h"
#include "core/base/error.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/app/session/fake_engine.h"
#include "tests/support/folders.h"
#include "viz/export/png.h"
#include "viz/scene/camera_control.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/view_request.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using Given = std::vector<std::pair<std::string, std::string>>;

class FilmStillsTest : public testing::Test {
 protected:
  FilmStillsTest() {
    m_folder =
        fs::path(testing::TempDir()) /
        (std::string("film-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(m_folder);
    fs::create_directories(m_folder);
  }
  ~FilmStillsTest() override { fs::remove_all(m_folder); }

  static OptionValues options(const Given& given, bool samples = false) {
    OptionValues values(all_options());
    if (!samples) {
      values.set("model",
                 (test::source_folder() / "tests/support/street_capture.safetensors").string());
    } else {
      values.set("view", "samples");
      values.set("n-samples", "60");
      values.set("classifier", "none");
    }
    values.set("size", "320x200");
    values.set("fps", "6");
    values.set("duration", "1");
    for (const auto& [id, value] : given) {
      values.set(id, value);
    }
    return values;
  }
  FrameMaker maker(const OptionValues& values) {
    return {make_film_stage(film_of(values, {}), std::nullopt, "light", m_computer, {}),
            m_computer};
  }
  /// A still of these options, computed by itself.
  std::shared_ptr<const Finished> still(const OptionValues& values) {
    Computer alone{open_engine};
    WantedPicture wanted{values};
    wanted.requests = make_session_requests(values);
    wanted.view = make_view_request(values, "light");
    return finish(alone.compute(wanted.requests, {}), wanted);
  }
  static std::string report(const Finished& shown) {
    return shown.studies.empty() ? to_report(shown.all_analyses())
                                 : to_sampling_report(shown.studies, {});
  }
  /// Of an output that stands there, or of a token: the numbers of the picture.
  static std::vector<double> weights(const Scene& scene) {
    std::vector<double> all;
    for (const EdgeSet& set : scene.edges) {
      for (const SceneEdge& edge : set.edges) {
        all.push_back(edge.weight);
        all.push_back(edge.width);
      }
    }
    return all;
  }
  void write(const OptionValues& values, const std::vector<std::string>& names) {
    Session session(values, open_engine,
                    [this](std::function<void()> function) { m_queue.post(std::move(function)); });
    FilmOutputs outputs;
    for (const std::string& name : names) {
      outputs.targets.push_back((m_folder / name).string());
    }
    write_films(session, values, outputs,
                [&] { ASSERT_TRUE(m_queue.run_until([&] { return !session.busy(); })); });
  }

  fs::path m_folder;
  PostQueue m_queue;
  Computer m_computer{open_engine};
};

TEST_F(FilmStillsTest, EveryFrameOfASweepHasTheNumbersOfItsStill) {
  for (const Given& given :
       std::vector<Given>{{{"mechanism", "differential"}, {"sweep", "lambda=0:1.2"}},
                          {{"sweep", "temperature=0.5:2"}},
                          {{"sweep", "mechanism=pairwise,cog,affine,dipole-v1"}},
                          {{"sweep", "query=0:3"}},
                          {{"sweep", "top=1:4"}, {"loop", "off"}}}) {
    OptionValues values = options(given);
    values.set("animate", "sweep");
    FrameMaker frames = maker(values);
    const Camera camera = frames.make(0, {}).camera;
    for (int i = 0; i < frames.stage().plan.n_frames(); ++i) {
      const FramePicture frame = frames.make(i, {});
      const auto alone = still(frame.shown->options);
      EXPECT_EQ(report(*frame.shown), report(*alone)) << frame.name;
      EXPECT_EQ(to_text(*frame.shown->scene), to_text(*alone->scene)) << frame.name;
      EXPECT_EQ(weights(*frame.figure->panels.front().scene), weights(*alone->scene));
      EXPECT_EQ(frame.camera, camera) << "one camera shows all";
    }
  }
}

TEST_F(FilmStillsTest, SamplesAreSweptToo) {
  for (const Given& given :
       std::vector<Given>{{{"sweep", "k-neighbors=1:4"}}, {{"sweep", "step=0:6"}}}) {
    OptionValues values = options(given, true);
    values.set("animate", "sweep");
    FrameMaker frames = maker(values);
    for (int i = 0; i < frames.stage().plan.n_frames(); ++i) {
      const FramePicture frame = frames.make(i, {});
      const auto alone = still(frame.shown->options);
      EXPECT_EQ(report(*frame.shown), report(*alone)) << frame.name;
      EXPECT_EQ(to_text(*frame.shown->scene), to_text(*alone->scene)) << frame.name;
    }
  }
}

TEST_F(FilmStillsTest, TheFilmsCameraShowsEveryFrameWhole) {
  OptionValues values = options({{"mechanism", "differential"},
                                 {"animate", "sweep"},
                                 {"sweep", "lambda=0:3"},
                                 {"loop", "off"}});
  FrameMaker frames = maker(values);
  double nearest = 1e9;
  for (int i = 0; i < 6; ++i) {
    const FramePicture frame = frames.make(i, {});
    const Scene& scene = *frame.figure->panels.front().scene;
    const Viewport viewport = figure_viewport(scene, 320, 200);
    for (const Vec3& point : extent(*frame.shown->scene)) {
      const auto at = to_screen(frame.camera, viewport, point);
      ASSERT_TRUE(at);
      const double room = std::min(
          {at->x, 320 - at->x, at->y - viewport.margin_top, 200 - viewport.margin_bottom - at->y});
      EXPECT_GT(room, 0) << frame.name;
      nearest = std::min(nearest, room);
    }
  }
  EXPECT_LT(nearest, 12) << "and stands no farther than that";
}

TEST_F(FilmStillsTest, AFrameHasThePixelsOfTheStillThroughTheFilmsCamera) {
  for (const Given& given :
       std::vector<Given>{{{"animate", "sweep"}, {"sweep", "temperature=0.5:2"}, {"title", "off"}},
                          {{"animate", "turntable"}}}) {
    FrameMaker frames = maker(options(given));
    const FramePicture frame = frames.make(4, {});
    const auto renderer = open_frame_renderer();
    auto bare = std::make_shared<Finished>(*still(frame.shown->options));
    if (given.front().second == "sweep") {  // with the value that stands on the film's frame
      auto told = std::make_shared<Scene>(*bare->scene);
      told->finding = frame.figure->panels.front().scene->finding;
      // As large as in the whole film, whose legend it has.
      told->legend = frame.figure->panels.front().scene->legend;
      told->beside = frame.figure->panels.front().scene->beside;
      bare->scene = told;
    }
    EXPECT_EQ(draw_frame(frame, *renderer).rgba, draw_figure(*bare, frame.camera).rgba);
  }
}

TEST_F(FilmStillsTest, OneFrameIsTheSequencesToTheByte) {
  OptionValues values = options({{"animate", "sweep"}, {"sweep", "mechanism=pairwise,cog"}});
  write(values, {"a-{frame}.png", "b-{frame:04}.png"});
  EXPECT_FALSE(fs::exists(m_folder / "a-6.png"));
  values.set("frame", "4");
  write(values, {"one.png"});
  const Image one = load_png(m_folder / "one.png");
  EXPECT_EQ(one.rgba, load_png(m_folder / "a-4.png").rgba);
  EXPECT_EQ(one.rgba, load_png(m_folder / "b-0004.png").rgba);
  EXPECT_NE(one.rgba, load_png(m_folder / "a-0.png").rgba);
}

TEST_F(FilmStillsTest, TwoRunsGiveTheSameFrames) {
  const OptionValues values = options({{"animate", "turntable"}});
  write(values, {"a-{frame}.png"});
  write(values, {"b-{frame}.png"});
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(load_png(m_folder / ("a-" + std::to_string(i) + ".png")).rgba,
              load_png(m_folder / ("b-" + std::to_string(i) + ".png")).rgba);
  }
}

TEST_F(FilmStillsTest, TheTrailIsTheOutputsOfTheStills) {
  OptionValues values = options({{"mechanism", "differential"},
                                 {"animate", "sweep"},
                                 {"sweep", "lambda=0:1.2"},
                                 {"trail", "on"},
                                 {"loop", "off"}});
  FrameMaker frames = maker(values);
  const auto place = [](const Scene& scene) {
    for (const TokenCloud& cloud : scene.clouds) {
      if (cloud.name == "outputs") {
        return cloud.points.back().position;
      }
    }
    ADD_FAILURE() << "no output";
    return Vec3{};
  };
  const FramePicture last = frames.make(5, {});
  std::vector<Vec3> trail;
  std::size_t n_runs = 0;
  for (const CurveSet& set : last.figure->panels.front().scene->curves) {
    if (set.name == "trail") {
      for (const SceneCurve& curve : set.curves) {
        ++n_runs;
        trail.insert(trail.end(), curve.points.begin() + (trail.empty() ? 0 : 1),
                     curve.points.end());
      }
    }
  }
  ASSERT_EQ(trail.size(), 6U);
  EXPECT_GE(n_runs, 1U);
  for (int i = 0; i < 6; ++i) {
    const FramePicture frame = frames.make(i, {});
    EXPECT_LT(
        length(trail[static_cast<std::size_t>(i)] - place(*still(frame.shown->options)->scene)),
        1e-9)
        << frame.name;
  }
  EXPECT_TRUE(frames.make(0, {}).figure->panels.front().scene->curves.empty());
}

TEST_F(FilmStillsTest, ACancelOnTheWayLeavesNothing) {
  const OptionValues values = options({{"animate", "turntable"}, {"duration", "600"}});
  Session session(values, open_engine,
                  [this](std::function<void()> function) { m_queue.post(std::move(function)); });
  FilmOutputs outputs{{(m_folder / "a-{frame}.png").string()}};
  std::atomic<int> n_told = 0;
  outputs.progress = [&n_told](double, std::string_view) { ++n_told; };
  const auto wait = [&] {
    ASSERT_TRUE(m_queue.run_until([&] { return n_told > 3; }));
    session.cancel();
    ASSERT_TRUE(m_queue.run_until([&] { return !session.busy(); }));
  };
  EXPECT_THROW(write_films(session, values, outputs, wait), Cancelled);
  EXPECT_TRUE(fs::is_empty(m_folder));
}

TEST_F(FilmStillsTest, WhatAViewCannotShowIsToldByTheFilm) {
  EXPECT_THROW(maker(options({{"animate", "turntable"}}, true)), UsageError);
  EXPECT_THROW(maker(options({{"animate", "flow"}}, true)), UsageError);
}

}  // namespace
}  // namespace baryscope
