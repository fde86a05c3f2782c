// Names of tokens that no font draws: control characters, letters of Hangul taken apart.
#include "core/text/visible_text.h"

#include <gtest/gtest.h>

#include "core/text/token_name.h"

namespace baryscope {
namespace {

TEST(VisibleText, LeavesWhatIsVisibleAsItIs) {
  for (const char* text : {"", "bakery", "Straße", "잠", "😀", "é", "a\u0301", "–"}) {
    EXPECT_EQ(visible_text(text), text);
  }
}

TEST(VisibleText, SpellsControlCharactersOut) {
  EXPECT_EQ(visible_text("\u0011"), "[U+0011]");
  EXPECT_EQ(visible_text("a\u007Fb"), "a[U+007F]b");
  EXPECT_EQ(visible_text("\u0085"), "[U+0085]");
  EXPECT_EQ(visible_text(std::string_view("\0", 1)), "[U+0000]");
}

TEST(VisibleText, LeavesWhatIsNoText) { EXPECT_EQ(visible_text("a\x80\x11"), "a\x80\x11"); }

TEST(VisibleText, PutsHangulTogetherAgain) {
  EXPECT_EQ(visible_text("\u1106\u1162"), "매");
  EXPECT_EQ(visible_text("\u1100\u1161\u11A8"), "각");
  EXPECT_EQ(visible_text("\u1100"), "ㄱ");
  EXPECT_EQ(visible_text("\u1112"), "ㅎ");
  EXPECT_EQ(visible_text("\u1161"), "ㅏ");
  EXPECT_EQ(visible_text("\u1175"), "ㅣ");
  EXPECT_EQ(visible_text("\u11C2"), "ㅎ");
}

TEST(VisibleText, NamesOfTokensAreVisible) {
  Token token;
  token.text = "\u1106\u1162";
  EXPECT_EQ(name_of(token), "매");
  token.text = "##\u1161";
  token.continuation = true;
  EXPECT_EQ(name_of(token), "ㅏ");
}

}  // namespace
}  // namespace baryscope
