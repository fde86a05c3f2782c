// Which parts of a picture are drawn, and which cannot be, with the reason.
#include "viz/views/view_parts.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/hand_made_study.h"
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

std::map<std::string, ViewPart> parts_of(const ViewInput& input, const ViewRequest& request) {
  std::map<std::string, ViewPart> parts;
  for (ViewPart& part : view_parts(input, request)) {
    parts.emplace(part.name, part);
  }
  return parts;
}

std::map<std::string, ViewPart> parts_of(const Analysis& analysis,
                                         const ViewRequest& request = {}) {
  return parts_of(ViewInput{.analysis = &analysis}, request);
}

std::map<std::string, ViewPart> parts_of(const SamplingStudy& study, ViewRequest request = {}) {
  request.view = "samples";
  return parts_of(ViewInput{.study = &study}, request);
}

TEST(ViewParts, EachViewDrawsItsOwn) {
  const auto space = parts_of(pairwise_analysis());
  EXPECT_EQ(space.size(), view_part_names().size());
  EXPECT_TRUE(space.at("edges").drawn);
  EXPECT_FALSE(space.at("axes").drawn);
  EXPECT_FALSE(space.at("grid").drawn);
  EXPECT_TRUE(parts_of(hand_made_study()).at("axes").drawn);
}

TEST(ViewParts, AreWhatShowAndHideAskFor) {
  ViewRequest request;
  request.show = {"axes"};
  request.hide = {"edges"};
  const auto parts = parts_of(pairwise_analysis(), request);
  EXPECT_TRUE(parts.at("axes").drawn);
  EXPECT_FALSE(parts.at("edges").drawn);
  EXPECT_TRUE(parts.at("edges").obstacle.empty());
}

TEST(ViewParts, AreWhatTheSceneHas) {
  for (const Analysis& analysis :
       {pairwise_analysis(), differential_analysis(), two_simplicial_analysis()}) {
    const Scene scene = build_scene(analysis, {});
    const auto parts = parts_of(analysis);
    EXPECT_EQ(parts.at("triangles").obstacle.empty(), !scene.triangles.empty())
        << analysis.mechanism.mechanism;
    EXPECT_EQ(parts.at("hull").obstacle.empty(), !scene.hulls.empty());
    EXPECT_TRUE(parts.at("edges").obstacle.empty());
    EXPECT_FALSE(parts.at("regions").obstacle.empty());
  }
  ViewRequest high;
  high.threshold = 5;
  EXPECT_NE(parts_of(pairwise_analysis(), high).at("edges").obstacle.find("threshold"),
            std::string::npos);
}

TEST(ViewParts, OfSamplesAreWhatTheSamplerMade) {
  const auto all = parts_of(hand_made_study());
  for (const char* name : {"edges", "triangles", "outputs", "regions", "axes", "legend"}) {
    EXPECT_EQ(all.at(name).obstacle, "") << name;
  }
  for (const char* name : {"hull", "grid", "labels"}) {
    EXPECT_NE(all.at(name).obstacle, "") << name;
  }
  EXPECT_NE(parts_of(hand_made_edges()).at("triangles").obstacle, "");
  ViewRequest first;
  first.step = 0;
  const auto data = parts_of(hand_made_study(), first);
  EXPECT_NE(data.at("edges").obstacle, "");
  EXPECT_NE(data.at("regions").obstacle, "");
  EXPECT_EQ(data.at("labels").obstacle, "");
}

TEST(ViewParts, OfTwoPicturesOneThatCanIsEnough) {
  const Analysis pairs = pairwise_analysis(), triples = two_simplicial_analysis();
  const auto both = parts_of({.analysis = &pairs, .compared_analysis = &triples}, {});
  EXPECT_EQ(both.at("triangles").obstacle, "");
}

TEST(ViewParts, NamesOfAxesAreNeverCut) {
  SamplingStudy study = hand_made_study();
  study.frame.titles = {"a rather long name of a column, mean over the last twelve months in euro",
                        "another name that is longer than the margin at the left of the plot", ""};
  const Scene scene = build_samples(study, [] {
    ViewRequest request;
    request.view = "samples";
    return request;
  }());
  int n_whole = 0;
  for (const SceneLabel& label : scene.labels) {
    const std::string& text = label.spans.front().text;
    if (text != study.frame.titles[0] && text != study.frame.titles[1]) continue;
    EXPECT_TRUE(label.is_whole);
    ++n_whole;
  }
  EXPECT_EQ(n_whole, 2);
}

}  // namespace
}  // namespace baryscope
