#include "core/engine/token_class.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace baryscope
