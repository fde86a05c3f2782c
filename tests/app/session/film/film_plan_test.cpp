// What every frame of a film shows, without computing anything.
#include "app/session/film/film_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "app/session/all_options.h"
#include "app/session/film/bounded_queue.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

using testing::HasSubstr;
using Given = std::vector<std::pair<std::string, std::string>>;

OptionValues options(const Given& given) {
  OptionValues values(all_options());
  for (const auto& [id, value] : given) {
    values.set(id, value);
  }
  return values;
}

FilmPlan plan(const Given& given, const Timeline& timeline = {}) {
  return FilmPlan({options(given), timeline, {}});
}

std::string refusal(const Given& given, const Timeline& timeline = {}) {
  try {
    static_cast<void>(plan(given, timeline));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "(none)";
}

Timeline two_keys() {
  Timeline timeline;
  timeline.add({.seconds = 1, .options = {{"lambda", "0"}, {"mechanism", "cog"}}, .caption = "a"});
  timeline.add({.seconds = 3,
                .options = {{"lambda", "1"}, {"layer", "4"}, {"mechanism", "pairwise"}},
                .ease = Easing::linear});
  timeline.add({.seconds = 5, .options = {{"lambda", "2"}, {"layer", "8"}}, .caption = "b"});
  return timeline;
}

TEST(FilmPlan, HasExactlyTheRoundedNumberOfFrames) {
  for (const auto& [seconds, fps, n] :
       std::vector<std::tuple<const char*, const char*, int>>{{"6", "30", 180},
                                                              {"0.1", "24", 2},
                                                              {"2.5", "25", 63},
                                                              {"3600", "240", 864000},
                                                              {"0.02", "30", 1}}) {
    const FilmPlan film = plan({{"animate", "turntable"}, {"duration", seconds}, {"fps", fps}});
    EXPECT_EQ(film.n_frames(), n) << seconds << " s at " << fps;
  }
  EXPECT_THAT(refusal({{"animate", "turntable"}, {"duration", "0.01"}}),
              HasSubstr("not one frame"));
}

TEST(FilmPlan, ATurntableIsAWholeTurnThatCloses) {
  const FilmPlan film = plan({{"animate", "turntable"}, {"duration", "2"}, {"fps", "12"}});
  EXPECT_TRUE(film.closes());
  EXPECT_TRUE(film.keeps_options());
  EXPECT_EQ(film.frame(0).view.turn, 0);
  EXPECT_EQ(film.frame(6).view.turn, 90);
  EXPECT_EQ(film.frame(23).view.turn, 345);
  EXPECT_EQ(film.frame(24).view.turn, 0) << "and is not shown twice";
  EXPECT_EQ(film.frame(7).seconds, 7 / 12.0);
  EXPECT_FALSE(film.frame(3).flow);
}

TEST(FilmPlan, AFlowHasWholePeriodsAndCloses) {
  const FilmPlan film = plan({{"animate", "flow"}, {"duration", "5"}, {"fps", "10"}});
  EXPECT_EQ(film.n_periods(), 0);
  for (const auto& [period, n_periods] :
       std::vector<std::pair<double, int>>{{1, 5}, {0.9, 6}, {2, 3}, {40, 1}}) {
    const FilmPlan running = film.with_pulses(period);
    EXPECT_EQ(running.n_periods(), n_periods) << period;
    EXPECT_EQ(running.frame(0).flow, 0.0);
    EXPECT_EQ(running.frame(50).flow, 0.0);
    for (int i = 0; i < 50; ++i) {
      const double phase = i * n_periods / 50.0;
      EXPECT_NEAR(*running.frame(i).flow, phase - std::floor(phase + 1e-12), 1e-12);
    }
  }
  EXPECT_FALSE(plan({{"animate", "turntable"}}).with_pulses(1).frame(3).flow)
      << "a still scene keeps its time";
}

TEST(FilmPlan, ASweepSetsTheOptionAndSaysIt) {
  const FilmPlan film = plan({{"animate", "sweep"}, {"sweep", "lambda=0:1"}, {"loop", "off"}});
  EXPECT_FALSE(film.closes());
  EXPECT_FALSE(film.keeps_options());
  EXPECT_EQ(film.frame(0).options.text("lambda"), "0");
  EXPECT_EQ(film.frame(179).options.text("lambda"), "1");
  EXPECT_EQ(film.frame(500).index, 179) << "it stays at its end";
  EXPECT_EQ(film.frame(179).value, "λ = 1.00");
  EXPECT_TRUE(film.changes("lambda"));
  EXPECT_FALSE(film.changes("layer"));
  EXPECT_TRUE(plan({{"animate", "sweep"}, {"sweep", "lambda=0:1"}}).closes());
}

TEST(FilmPlan, KeysRunFromTheFirstToTheLast) {
  const FilmPlan film = plan({{"animate", "keys"}, {"fps", "10"}}, two_keys());
  EXPECT_EQ(film.n_frames(), 50) << "as long as the last key says";
  const auto at = [&film](double seconds) {
    return film.frame(static_cast<int>(std::lround(seconds / 5 * 49)));
  };
  EXPECT_EQ(at(0).options.text("lambda"), "0");
  EXPECT_EQ(at(0).caption, "");
  EXPECT_EQ(at(5).options.text("lambda"), "2");
  EXPECT_EQ(at(5).options.text("layer"), "8");
  EXPECT_EQ(at(5).caption, "b");
  EXPECT_EQ(at(1.5).caption, "a");
  EXPECT_EQ(at(2.9).options.text("mechanism"), "cog") << "words are cut, not mixed";
  EXPECT_EQ(at(3.1).options.text("mechanism"), "pairwise");
  EXPECT_EQ(at(0.5).options.text("layer"), "4") << "before its first key it has the first's value";
  const double seconds = at(4).seconds;
  EXPECT_EQ(at(4).options.find_number("lambda"), 1 + (2 - 1) * ((seconds - 3) / 2));
  EXPECT_EQ(at(4).options.find_integer("layer"), std::lround(4 + 4 * (seconds - 3) / 2));
  EXPECT_EQ(plan({{"animate", "keys"}, {"fps", "10"}, {"duration", "7"}}, two_keys()).n_frames(),
            70);
  EXPECT_TRUE(film.with_pulses(2).frame(7).flow) << "pulses run in their own time";
}

TEST(FilmPlan, KeyCamerasAreThePaths) {
  Timeline timeline;
  Camera from, to;
  to.position = {10, 0, 0};
  timeline.add({.seconds = 0, .camera = from});
  timeline.add({.seconds = 2, .camera = to});
  const FilmPlan film = plan({{"animate", "keys"}, {"fps", "10"}}, timeline);
  EXPECT_TRUE(film.keeps_options());
  EXPECT_EQ(film.frame(0).view.camera, from);
  EXPECT_EQ(film.frame(19).view.camera, to);
  EXPECT_NE(film.frame(9).view.camera, from);
}

TEST(FilmPlan, AnotherRateKeepsTheFilm) {
  const FilmPlan film =
      plan({{"animate", "sweep"}, {"sweep", "lambda=0:1"}, {"loop", "off"}}).with_rate(200, 33.5);
  EXPECT_EQ(film.n_frames(), 200);
  EXPECT_EQ(film.frames_per_second(), 33.5);
  EXPECT_EQ(film.frame(199).options.text("lambda"), "1");
  EXPECT_THROW(
      plan({{"animate", "sweep"}, {"sweep", "layer=0:9"}, {"loop", "off"}}).with_rate(5, 1),
      UsageError);
}

TEST(FilmPlan, ATrainingEndsWithItsModelAndFollowsIt) {
  const FilmPlan film({options({{"animate", "training"}, {"duration", "1"}, {"fps", "9"}}),
                       {},
                       {{0, "a"}, {500, "b"}, {1000, "c"}}});
  EXPECT_EQ(film.reference(), 8);
  EXPECT_EQ(film.frame(0).options.text("model"), "a");
  EXPECT_EQ(film.frame(3).options.text("model"), "b");
  EXPECT_EQ(film.frame(3).value, "step 500");
  EXPECT_EQ(film.frame(8).options.text("model"), "c");
  EXPECT_FALSE(film.closes());
}

TEST(FilmPlan, WhatMakesNoFilmSaysSo) {
  EXPECT_THAT(refusal({}), HasSubstr("--animate none"));
  EXPECT_THAT(refusal({{"animate", "sweep"}}), HasSubstr("--sweep OPTION=A:B"));
  EXPECT_THAT(refusal({{"animate", "keys"}}), HasSubstr("no key frames"));
  EXPECT_THAT(refusal({{"animate", "training"}}), HasSubstr("--keep-checkpoints"));
  EXPECT_THAT(refusal({{"animate", "turntable"}, {"frame", "180"}}),
              HasSubstr("the film has 180 frames, counted from 0"));
  EXPECT_THAT(refusal({{"frame", "3"}}), HasSubstr("--animate"));
  EXPECT_THAT(refusal({{"animate", "sweep"}, {"sweep", "layer=0:3"}, {"trail", "on"}}),
              HasSubstr("--trail on: --sweep layer"));
  EXPECT_THAT(refusal({{"animate", "sweep"},
                       {"sweep", "lambda=0:1"},
                       {"trail", "on"},
                       {"place-by", "outside"}}),
              HasSubstr("value, key and query"));
  EXPECT_THAT(
      refusal({{"animate", "sweep"}, {"sweep", "step=0:6"}, {"view", "samples"}, {"trail", "on"}}),
      HasSubstr("samples have no output"));
}

TEST(FilmOptions, BelongToSessionsButForWhatOneRunMakes) {
  for (const OptionSpec& spec : film_options()) {
    EXPECT_EQ(is_session_option(all_options().spec(spec.id)),
              spec.id != "animate" && spec.id != "frame")
        << spec.id;
  }
}

TEST(BoundedQueue, EndsAndShuts) {
  BoundedQueue<int> queue(2);
  EXPECT_TRUE(queue.push(1));
  EXPECT_TRUE(queue.push(2));
  queue.end();
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_FALSE(queue.pop());
  queue.shut();
  EXPECT_FALSE(queue.push(3));
}

}  // namespace
}  // namespace baryscope
