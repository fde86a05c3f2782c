#include "core/engine/token_class.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/engine/request_choice.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

TEST(TokenClass, ContentIsNeitherGrammarNorPunctuation) {
  EXPECT_TRUE(function_words().contains("the"));
  EXPECT_TRUE(is_punctuation("…"));
  EXPECT_TRUE(is_punctuation("##."));
  EXPECT_FALSE(is_punctuation("東"));
  EXPECT_EQ(plain_text("ĠThe"), "the");
  Tokens tokens(4);
  tokens[0].text = "[CLS]";
  tokens[0].special = true;
  tokens[1].text = "The";
  tokens[2].text = "bakery";
  tokens[3].text = ",";
  EXPECT_EQ(content_tokens(tokens), (std::vector<bool>{false, false, true, false}));
}

TEST(TokenClass, ContentIsToldByWhatAPersonReads) {
  Tokens tokens(3);
  tokens[0].text = "Ġthe";
  tokens[0].reading = " the";
  tokens[1].text = "çĮ«";
  tokens[1].reading = "猫";
  tokens[2].text = "âĢ¦";
  tokens[2].reading = "…";
  EXPECT_EQ(content_tokens(tokens), (std::vector<bool>{false, true, false}));
}

TEST(TokenClass, QueriesAreFoundByWhatAPersonReads) {
  Tokens tokens(6);
  tokens[0].text = "The";
  tokens[1].text = "Ġfox";
  tokens[1].reading = " fox";
  tokens[2].text = "Ġbak";
  tokens[2].reading = " bak";
  tokens[3].text = "ery";
  tokens[3].continuation = true;
  for (std::size_t i = 4; i < 6; ++i) {
    tokens[i].text = i == 4 ? "ðŁĺ" : "Ģ";
    tokens[i].reading = "😀";
    tokens[i].part = static_cast<int>(i) - 3;
    tokens[i].n_parts = 2;
    tokens[i].continuation = i == 5;
  }
  std::vector<std::string> notes;
  for (const char* text : {"fox", " fox", "Ġfox", "FOX"}) {
    EXPECT_EQ(query_by_text(tokens, text, notes), 1) << text;
  }
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(query_by_text(tokens, "bakery", notes), 2);
  EXPECT_EQ(notes.back(), "'bakery' is read in pieces: the query is the first, 'bak'");
  EXPECT_EQ(query_by_text(tokens, "😀", notes), 4);
  EXPECT_EQ(notes.back(), "of 2 tokens '😀' the first, at position 4, is the query");
  EXPECT_THAT(test::message_of([&] { query_by_text(tokens, "foxes", notes); }),
              testing::HasSubstr("did you mean 'fox'?"));
}

}  // namespace
}  // namespace baryscope
