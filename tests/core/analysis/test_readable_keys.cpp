#include "core/analysis/readable_keys.h"

#include <gtest/gtest.h>

#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

Analysis analysis_of(int n_tokens, int n_keys) {
  Analysis analysis;
  analysis.mechanism.mechanism =
      n_keys == 1 ? plain_mechanism().name : tuple_mechanism(n_keys).name;
  analysis.tokens.resize(static_cast<std::size_t>(n_tokens));
  return analysis;
}

TEST(ReadableKeys, AreAllWithoutMaskAndWindow) {
  EXPECT_EQ(readable_keys(analysis_of(6, 1), 2), (KeySpan{0, 6}));
  EXPECT_FALSE(has_further_window(analysis_of(6, 2)));
}

TEST(ReadableKeys, EndAtTheQueryUnderACausalMask) {
  Analysis analysis = analysis_of(6, 1);
  analysis.mechanism.causal = true;
  EXPECT_EQ(readable_keys(analysis, 0), (KeySpan{0, 1}));
  EXPECT_EQ(readable_keys(analysis, 5), (KeySpan{0, 6}));
  analysis.mechanism.causal.reset();
  EXPECT_EQ(readable_keys(analysis, 0), (KeySpan{0, 6}));
  analysis.model.causal = true;  // the model's own where nothing is said
  EXPECT_EQ(readable_keys(analysis, 0), (KeySpan{0, 1}));
}

TEST(ReadableKeys, AreFewerByRulesOfTheLayersOwn) {
  Analysis analysis = analysis_of(6, 1);
  analysis.queries.resize(2);
  analysis.queries[0].position = 1;
  analysis.queries[1].position = 4;
  analysis.queries[1].own_keys = {{1, 3}};
  EXPECT_EQ(readable_keys(analysis, 1), (KeySpan{0, 6}));
  EXPECT_EQ(readable_keys(analysis, 4), (KeySpan{1, 3}));
  analysis.mechanism.window_1 = 2;
  EXPECT_EQ(readable_keys(analysis, 4).size(), 0);
  EXPECT_EQ(readable_keys(analysis, 5), (KeySpan{4, 6}));
}

TEST(ReadableKeys, OfAWindowOnBothSidesAreThoseAfterTheQueryToo) {
  Analysis analysis = analysis_of(6, 1);
  analysis.mechanism.window_1 = 2;
  analysis.window_after = 1;
  EXPECT_EQ(readable_keys(analysis, 0), (KeySpan{0, 2}));
  EXPECT_EQ(readable_keys(analysis, 3), (KeySpan{2, 5}));
  EXPECT_EQ(readable_keys(analysis, 5), (KeySpan{4, 6}));
}

TEST(ReadableKeys, OfAWindowAreTheLastOnesAndNoMoreThanThereAre) {
  Analysis analysis = analysis_of(6, 2);
  analysis.mechanism.window_1 = 3;
  EXPECT_EQ(readable_keys(analysis, 4), (KeySpan{2, 5}));
  EXPECT_EQ(readable_keys(analysis, 1), (KeySpan{0, 2}));
  analysis.mechanism.window_1 = 2'000'000'000;
  EXPECT_EQ(readable_keys(analysis, 5), (KeySpan{0, 6}));
}

TEST(ReadableKeys, FurtherOnesHangOnTheQueryOrOnTheFirstKey) {
  Analysis analysis = analysis_of(9, 2);
  analysis.mechanism.window_1 = 5;
  EXPECT_FALSE(has_further_window(analysis));
  analysis.mechanism.window_2 = 2;
  EXPECT_TRUE(has_further_window(analysis));
  EXPECT_EQ(readable_further_keys(analysis, 7, 4), (KeySpan{6, 8}));
  analysis.mechanism.window_anchor = WindowAnchor::key;
  EXPECT_EQ(readable_further_keys(analysis, 7, 4), (KeySpan{3, 5}));
  EXPECT_EQ(readable_further_keys(analysis, 7, 0), (KeySpan{0, 1}));
  analysis.mechanism.mechanism = plain_mechanism().name;
  EXPECT_FALSE(has_further_window(analysis));
}

}  // namespace
}  // namespace baryscope
