// Three stages side by side: in order, bounded, and with nothing left where one of them fails.
#include "app/session/film/write_film.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/computer.h"
#include "core/base/error.h"
#include "tests/app/session/fake_engine.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

/// A pixel that tells which frame it was.
class FakeRenderer : public FrameRenderer {
 public:
  Image draw(const Figure& figure, const Camera& camera, std::optional<double>) override {
    figures.push_back(&figure);
    cameras.push_back(camera);
    if (static_cast<int>(figures.size()) == fails_at + 1) {
      throw Error("the graphics card is gone");
    }
    return {1, 1, {static_cast<std::uint8_t>(figures.size() - 1), 0, 0, 255}};
  }
  int fails_at = -1;
  std::vector<const Figure*> figures;
  std::vector<Camera> cameras;
};

class FakeSink : public FrameSink {
 public:
  void write(const Image& frame) override {
    if (n_slow > 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(n_slow));
    }
    if (static_cast<int>(frames.size()) == fails_at) {
      throw Error("the disk is full");
    }
    frames.push_back(frame.rgba[0]);
    if (on_write) {
      on_write(static_cast<int>(frames.size()));
    }
  }
  void finish() override { finished = true; }

  int fails_at = -1, n_slow = 0;
  bool finished = false;
  std::vector<int> frames;
  std::function<void(int)> on_write;
};

class WriteFilmTest : public testing::Test {
 protected:
  FilmPlan plan(const std::vector<std::pair<std::string, std::string>>& given) {
    OptionValues options(all_options());
    options.set("layer", "0");
    options.set("head", "0");
    options.set("query", "2");
    for (const auto& [id, value] : given) {
      options.set(id, value);
    }
    return FilmPlan({options, {}, {}});
  }
  FrameMaker maker(const FilmPlan& film) {
    return {make_film_stage(film, std::nullopt, "light", m_computer, {}), m_computer};
  }
  std::string failure(FrameMaker& frames, const Watch& watch = {}) {
    try {
      write_film(frames, m_renderer, {&m_sink}, watch);
    } catch (const Cancelled&) {
      return "cancelled";
    } catch (const Error& error) {
      return error.what();
    }
    return "(none)";
  }

  FakeEngineState m_engine;
  Computer m_computer{[this] { return std::make_unique<FakeEngine>(m_engine); }};
  FakeRenderer m_renderer;
  FakeSink m_sink;
};

TEST_F(WriteFilmTest, GivesEveryFrameToEverySinkInOrder) {
  FrameMaker frames = maker(plan({{"animate", "turntable"}, {"duration", "2"}, {"fps", "25"}}));
  FakeSink other;
  write_film(frames, m_renderer, {&m_sink, &other}, {});
  ASSERT_EQ(m_sink.frames.size(), 50U);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(m_sink.frames[i], i);
  }
  EXPECT_EQ(other.frames, m_sink.frames);
  EXPECT_TRUE(m_sink.finished && other.finished);
}

TEST_F(WriteFilmTest, ATurntableComputesOnceAndDrawsOneFigure) {
  FrameMaker frames = maker(plan({{"animate", "turntable"}, {"duration", "1"}, {"fps", "20"}}));
  write_film(frames, m_renderer, {&m_sink}, {});
  EXPECT_EQ(m_engine.n_analyzed, 1);
  EXPECT_EQ(m_renderer.figures.front(), m_renderer.figures.back());
  EXPECT_EQ(std::adjacent_find(m_renderer.cameras.begin(), m_renderer.cameras.end()),
            m_renderer.cameras.end());
}

TEST_F(WriteFilmTest, ComputedFrameNIsFrame0) {
  for (const char* animate : {"turntable", "sweep"}) {
    FrameMaker frames = maker(
        plan({{"animate", animate}, {"sweep", "threshold=0:1"}, {"duration", "1"}, {"fps", "10"}}));
    const FramePicture first = frames.make(0, {});
    frames.make(4, {});
    const FramePicture again = frames.make(10, {});
    EXPECT_EQ(first.camera, again.camera);
    EXPECT_EQ(first.flow, again.flow);
    EXPECT_EQ(to_text(*first.figure->panels.front().scene),
              to_text(*again.figure->panels.front().scene));
  }
}

TEST_F(WriteFilmTest, ASweepComputesEveryValueAndTellsTheFrameThatFails) {
  FrameMaker frames = maker(plan({{"animate", "sweep"},
                                  {"sweep", "layer=0:5"},
                                  {"duration", "6"},
                                  {"fps", "1"},
                                  {"loop", "off"}}));
  m_engine.broken = true;
  EXPECT_THAT(failure(frames), HasSubstr("frame 1 (layer 1): the text breaks"));
  EXPECT_FALSE(m_sink.finished);
}

TEST_F(WriteFilmTest, FramesOfOtherLayersAreTurnedOntoTheFirst) {
  FrameMaker frames = maker(plan({{"animate", "sweep"},
                                  {"sweep", "layer=0:3"},
                                  {"duration", "4"},
                                  {"fps", "1"},
                                  {"loop", "off"}}));
  const FramePicture first = frames.make(0, {});
  const Vec3 place = first.shown->scene->clouds.front().points[3].position;
  for (int i = 1; i < 4; ++i) {
    const FramePicture next = frames.make(i, {});
    EXPECT_LT(length(next.shown->scene->clouds.front().points[3].position - place), 1e-4) << i;
    EXPECT_EQ(next.camera, first.camera);
  }
}

TEST_F(WriteFilmTest, AFailureOfDrawingOrEncodingEndsAllAndNamesTheFrame) {
  FrameMaker frames = maker(plan({{"animate", "turntable"}, {"duration", "9"}, {"fps", "25"}}));
  m_renderer.fails_at = 7;
  EXPECT_EQ(failure(frames), "frame 7: the graphics card is gone");
  EXPECT_LE(m_sink.frames.size(), 7U);
  EXPECT_FALSE(m_sink.finished);
  m_renderer.fails_at = -1;
  m_renderer.figures.clear();
  m_sink.frames.clear();
  m_sink.fails_at = 3;
  EXPECT_EQ(failure(frames), "frame 3: the disk is full");
  EXPECT_LE(m_renderer.figures.size(), 9U) << "nobody runs far ahead";
  EXPECT_FALSE(m_sink.finished);
}

TEST_F(WriteFilmTest, CancelledOnTheWayNothingIsFinished) {
  FrameMaker frames = maker(plan({{"animate", "turntable"}, {"duration", "60"}, {"fps", "25"}}));
  std::stop_source stop;
  m_sink.on_write = [&stop](int n) {
    if (n == 5) {
      stop.request_stop();
    }
  };
  EXPECT_EQ(failure(frames, Watch(stop.get_token(), {})), "cancelled");
  EXPECT_LE(m_sink.frames.size(), 10U);
  EXPECT_FALSE(m_sink.finished);
}

TEST_F(WriteFilmTest, TellsFramesAndTheTimeLeft) {
  FrameMaker frames = maker(plan({{"animate", "turntable"}, {"duration", "1"}, {"fps", "4"}}));
  std::vector<std::string> told;
  std::vector<double> fractions;
  write_film(frames, m_renderer, {&m_sink}, Watch({}, [&](double fraction, std::string_view step) {
               fractions.push_back(fraction);
               told.emplace_back(step);
             }));
  ASSERT_EQ(told.size(), 4U);
  EXPECT_THAT(told[0], HasSubstr("frame 1 of 4 · "));
  EXPECT_THAT(told[3], HasSubstr("frame 4 of 4 · 0 s left"));
  EXPECT_EQ(fractions, (std::vector<double>{0.25, 0.5, 0.75, 1}));
}

}  // namespace
}  // namespace baryscope
