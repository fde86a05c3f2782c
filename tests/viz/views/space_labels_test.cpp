// What is written beside the points of the space view.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

using test::label_texts;
using test::text_of;
using testing::HasSubstr;

TEST(Space, LabelsJoinPiecesAndMarkTheQuery) {
  const Scene scene = build_scene(pairwise_analysis(), {});
  EXPECT_EQ(label_texts(scene), (std::set<std::string>{"output", "[CLS] 40 %", "bakery 30 %",
                                                       "bakery 20 %", "school 10 %"}));
  for (const SceneLabel& label : scene.labels) {
    if (positions(label) == std::vector<int>{1}) {
      ASSERT_GE(label.spans.size(), 2U);
      EXPECT_EQ(label.spans[0].text, "bak");
      EXPECT_TRUE(label.spans[0].bold);
      EXPECT_EQ(label.spans[1].text, "ery");
      EXPECT_TRUE(label.spans[1].grey);
    }
    if (positions(label) == std::vector<int>{2}) {
      EXPECT_EQ(label.spans[0].text, "bak");
      EXPECT_TRUE(label.spans[0].grey);
      EXPECT_EQ(label.spans[1].text, "ery");
      EXPECT_FALSE(label.spans[1].bold);
    }
  }
}

TEST(Space, LabelsShowACharacterOfSeveralTokensOnce) {
  Analysis analysis = pairwise_analysis();
  analysis.tokens[1].reading = " 😀";
  analysis.tokens[2].reading = "😀";
  analysis.tokens[1].part = 1;
  analysis.tokens[2].part = 2;
  analysis.tokens[1].n_parts = analysis.tokens[2].n_parts = 2;
  EXPECT_EQ(label_texts(build_scene(analysis, {})),
            (std::set<std::string>{"output", "[CLS] 40 %", "😀 30 %", "😀 20 %", "school 10 %"}));
}

TEST(Space, TokensThatFallTogetherShareALabel) {
  // Three others carry more, and tell themselves.
  Analysis analysis = long_analysis(8);
  analysis.queries[0].weight_sum = 1;
  analysis.queries[0].key_weights = {0.04, 0.04, 0.04, 0.04, 0, 0.24, 0.3, 0.3};
  const std::vector<std::string> names = {"[CLS]", "bak", "##ery", "school"};
  for (int i = 0; i < 4; ++i) {
    analysis.tokens[static_cast<std::size_t>(i)].text = names[static_cast<std::size_t>(i)];
    for (int c = 0; c < 3; ++c) {
      analysis.placement.tokens(i, c) = -2 * (i == 1 || i == 2 ? c : 2 - c);
    }
  }
  analysis.tokens[2].continuation = true;
  analysis.placement.tokens(3, 0) += 1e-3;
  const Scene scene = build_scene(analysis, {});
  EXPECT_TRUE(label_texts(scene).contains("bakery 8 %"));
  EXPECT_TRUE(label_texts(scene).contains("[CLS] 4 % · school 4 %"));
  int n_shared = 0;
  for (const SceneLabel& label : scene.labels) {
    if (positions(label) == std::vector<int>{0, 3}) {
      EXPECT_EQ(label.more_anchors.size(), 1U);
      ++n_shared;
    }
    if (positions(label) == std::vector<int>{1, 2}) {
      EXPECT_TRUE(label.more_anchors.empty());
      ++n_shared;
    }
  }
  EXPECT_EQ(n_shared, 2);
  Analysis repeated = analysis;
  repeated.tokens[3].text = "[CLS]";
  EXPECT_TRUE(label_texts(build_scene(repeated, {})).contains("[CLS] ×2 8 %"));
}

TEST(Space, ASelectedTokenStandsOut) {
  ViewRequest request;
  request.selected = token_subject(3);
  const Scene plain = build_scene(pairwise_analysis(), {});
  const Scene scene = build_scene(pairwise_analysis(), request);
  EXPECT_GT(scene.clouds[0].points[3].radius, plain.clouds[0].points[3].radius);
  EXPECT_EQ(scene.clouds[1].points.size(), 2U);
  EXPECT_EQ(scene.camera, plain.camera);
  for (const SceneLabel& label : scene.labels) {
    EXPECT_EQ(label.spans[0].bold,
              text_of(label) != "[CLS] 40 %" && positions(label) != std::vector<int>{2});
  }
}

TEST(Space, ManyTokensRecedeButForTheHeavy) {
  const Analysis analysis = long_analysis(4096);
  const Scene scene = build_scene(analysis, {});
  EXPECT_EQ(scene.clouds[0].points.size(), 4096U);
  EXPECT_LE(scene.labels.size(), 25U);
  // .5 .25 .125 .0625 .03125 and the output.
  EXPECT_GE(scene.labels.size(), 2U);
  std::set<int> named;
  for (const SceneLabel& label : scene.labels) {
    for (const int position : positions(label)) {
      named.insert(position);
    }
  }
  EXPECT_EQ(named, (std::set<int>{4091, 4092, 4093, 4094, 4095}));
}

TEST(Space, NarrowFiguresSayLess) {
  ViewRequest narrow;
  narrow.width = 600;
  narrow.height = 420;
  const Scene wide_scene = build_scene(differential_analysis(), {});
  const Scene narrow_scene = build_scene(differential_analysis(), narrow);
  EXPECT_LE(narrow_scene.legend.rows.size(), 4U);
  EXPECT_GT(wide_scene.legend.rows.size(), narrow_scene.legend.rows.size());
  Analysis clump = long_analysis(8);
  clump.queries[0].weight_sum = 1;
  for (int i = 0; i < 4; ++i) {
    for (int c = 0; c < 3; ++c) {
      clump.placement.tokens(i, c) = -2;
    }
    clump.tokens[static_cast<std::size_t>(i)].text = "longish" + std::to_string(i);
  }
  EXPECT_TRUE(label_texts(build_scene(clump, narrow)).contains("longish3 3 % · +3"));
}

/// Isolates open and close in pairs, and nothing else turns what stands beside it round.
bool turns_nothing_round(const std::string& text) {
  int depth = 0;
  for (const char* control :
       {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067"}) {
    if (text.find(control) != std::string::npos) return false;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    depth += text.compare(at, 3, "\u2068") == 0 ? 1 : text.compare(at, 3, "\u2069") == 0 ? -1 : 0;
    if (depth < 0) return false;
  }
  return depth == 0;
}

TEST(Space, DirectionControlsInTokensTurnNothingRound) {
  for (Analysis analysis : all_analyses()) {
    const char* texts[] = {"\u202eabc", "\u2067xyz", "a\u200fb", "בית\u2069 12", "\u2068"};
    for (std::size_t i = 0; i < analysis.tokens.size(); ++i) {
      analysis.tokens[i].text = texts[i % std::size(texts)];
    }
    analysis.model.name = "\u202emodel";
    for (const char* sinks : {"show", "hide"}) {
      ViewRequest request;
      request.sinks = sinks;
      const Scene scene = build_scene(analysis, request);
      EXPECT_PRED1(turns_nothing_round, scene.title);
      EXPECT_PRED1(turns_nothing_round, scene.finding);
      EXPECT_PRED1(turns_nothing_round, scene.caption);
      for (const SceneLabel& label : scene.labels) {
        EXPECT_PRED1(turns_nothing_round, text_of(label));
      }
    }
  }
  Analysis analysis = pairwise_analysis();
  analysis.tokens[1].text = "\u202eabc";
  EXPECT_THAT(build_scene(analysis, ViewRequest()).title, HasSubstr("[U+202E]abc"));
}

}  // namespace
}  // namespace baryscope
