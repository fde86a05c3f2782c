// Key frames in sessions: kept when saved and opened again, and refused where they make no film.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/session/all_options.h"
#include "app/session/film/timeline.h"
#include "app/session/session_file.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

SessionFile opened(const std::string& keys) {
  return session_from_text(all_options(), R"({"schema":1,"options":{},"keys":)" + keys + "}",
                           "talk.bary.json");
}

std::string refusal(const std::string& keys) {
  try {
    static_cast<void>(opened(keys));
  } catch (const Error& error) {
    return error.what();
  }
  return "(none)";
}

KeyFrame full_key(double seconds) {
  KeyFrame key{.seconds = seconds,
               .options = {{"lambda", "0.5"}, {"mechanism", "differential"}, {"show", "axes,grid"}},
               .caption = "λ = {lambda}: {inside_hull}",
               .ease = Easing::linear};
  key.camera.emplace();
  key.camera->position = {1, 2, 3.5};
  key.camera->parallel_scale = 0.1;
  return key;
}

TEST(KeyFrames, AreKeptBySessions) {
  Timeline timeline;
  timeline.add(full_key(0));
  timeline.add({.seconds = 2.25});
  timeline.add({.seconds = 7, .options = {{"view", "samples"}}});
  const std::string text =
      to_session_text({OptionValues(all_options()), std::nullopt, {}, timeline});
  const SessionFile again = session_from_text(all_options(), text, "it");
  EXPECT_EQ(again.timeline, timeline);
  EXPECT_EQ(to_session_text(again), text);
  const std::string without = to_session_text({OptionValues(all_options()), std::nullopt, {}});
  EXPECT_EQ(without.find("keys"), std::string::npos);
  EXPECT_TRUE(session_from_text(all_options(), without, "it").timeline.empty());
}

TEST(KeyFrames, AreReadAsTheyAreDocumented) {
  const SessionFile file = opened(
      R"([{"t":0,"options":{"lambda":0}},{"t":1.5,"caption":"now","ease":"linear","options":{"lambda":1.50}}])");
  ASSERT_EQ(file.timeline.size(), 2U);
  EXPECT_EQ(file.timeline.keys()[0].ease, Easing::cubic);
  EXPECT_EQ(file.timeline.keys()[1].options.at("lambda"), "1.5");
  EXPECT_TRUE(opened("[]").timeline.empty());
}

TEST(KeyFrames, HostileFilesAreToldWhatIsWrong) {
  EXPECT_THAT(refusal("{}"), HasSubstr("expected a list of key frames"));
  EXPECT_THAT(refusal("[3]"), HasSubstr("key 0: expected an object"));
  EXPECT_THAT(refusal(R"([{"t":2},{"t":1}])"), HasSubstr("key 1: its time is 1 s"));
  EXPECT_THAT(refusal(R"([{"t":1},{"t":1}])"), HasSubstr("times rise"));
  EXPECT_THAT(refusal(R"([{"t":1},{"t":1.0001}])"), HasSubstr("a millisecond apart"));
  EXPECT_THAT(refusal(R"([{"t":-1}])"), HasSubstr("from 0 to 3600 s"));
  EXPECT_THAT(refusal(R"([{"t":1e300}])"), HasSubstr("from 0 to 3600 s"));
  EXPECT_THAT(refusal(R"([{"t":1e999}])"), HasSubstr("talk.bary.json"));
  EXPECT_THAT(refusal(R"([{"t":NaN}])"), HasSubstr("talk.bary.json"));
  EXPECT_THAT(refusal(R"([{"t":null}])"), HasSubstr("its time in seconds"));
  EXPECT_THAT(refusal(R"([{}])"), HasSubstr("its time in seconds"));
  EXPECT_THAT(refusal(R"([{"t":0,"optoins":{}}])"), HasSubstr("did you mean 'options'?"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":{"lamda":1}}])"), HasSubstr("did you mean 'lambda'?"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":{"temperature":-1}}])"), HasSubstr("--temperature -1"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":{"size":"64x64"}}])"), HasSubstr("same size"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":{"fps":10}}])"), HasSubstr("cannot set --fps"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":{"output":"x.png"}}])"), HasSubstr("one run"));
  EXPECT_THAT(refusal(R"([{"t":0,"options":7}])"), HasSubstr("key 0"));
  EXPECT_THAT(refusal(R"([{"t":0,"camera":{}}])"), HasSubstr("expected a camera"));
  EXPECT_THAT(refusal(R"([{"t":0,"camera":{"position":[0,0,0],"focal_point":[0,0,0],"up":[0,1,0],
                          "view_angle":25,"orthographic":false,"parallel_scale":1}}])"),
              HasSubstr("sees nothing"));
  EXPECT_THAT(refusal(R"([{"t":0,"ease":"bounce"}])"), HasSubstr("unknown easing 'bounce'"));
  EXPECT_THAT(refusal(R"([{"t":0,"caption":"a\nb"}])"), HasSubstr("one line"));
  EXPECT_THAT(refusal(R"([{"t":0,"caption":"{lamda}"}])"), HasSubstr("did you mean {lambda}?"));
  EXPECT_THAT(refusal(R"([{"t":0,"caption":"{lambda"}])"), HasSubstr("brace"));
  EXPECT_THAT(refusal(R"([{"t":0,"caption":")" + std::string(2000, 'x') + R"("}])"),
              HasSubstr("2000 bytes"));
}

TEST(KeyFrames, AMillionAreTooMany) {
  std::string keys = "[";
  for (int i = 0; i < 1'000'000; ++i) {
    keys += (i == 0 ? "" : ",") + std::string("{}");
  }
  EXPECT_THAT(refusal(keys + "]"), HasSubstr("1000000 key frames; a timeline holds at most 10000"));
}

TEST(Timeline, IsEditedAsAValue) {
  Timeline timeline;
  EXPECT_EQ(timeline.seconds(), 0);
  EXPECT_EQ(timeline.add({.seconds = 2, .caption = "two"}), 0U);
  EXPECT_EQ(timeline.add({.seconds = 1, .caption = "one"}), 0U);
  EXPECT_EQ(timeline.add({.seconds = 3, .caption = "three"}), 2U);
  const Timeline before = timeline;
  EXPECT_EQ(timeline.move(0, 2.5), 1U);
  EXPECT_EQ(timeline.keys()[1].caption, "one");
  EXPECT_EQ(timeline.find_key(2.5004), 1U);
  EXPECT_FALSE(timeline.find_key(2.6));
  EXPECT_THROW(timeline.move(1, 3), UsageError);
  EXPECT_THROW(timeline.move(1, -1), UsageError);
  EXPECT_EQ(timeline.keys()[1].seconds, 2.5) << "what is refused leaves it as it was";
  EXPECT_EQ(timeline.move(1, 2.5), 1U) << "to where it is";
  timeline.set_caption(1, "again");
  EXPECT_THROW(timeline.set_caption(1, "two\nlines"), UsageError);
  timeline.set_ease(1, Easing::linear);
  timeline.set_camera(1, Camera{});
  EXPECT_EQ(timeline.keys()[1].caption, "again");
  EXPECT_EQ(timeline.keys()[1].camera, Camera{});
  timeline.remove(1);
  EXPECT_EQ(timeline.size(), 2U);
  EXPECT_EQ(before.size(), 3U) << "a copy is its own";
  EXPECT_EQ(timeline.seconds(), 3);
}

}  // namespace
}  // namespace baryscope
