#include "core/model/model.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/model/minilm_folder.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using test::message_of;
using test::minilm_folder;
using testing::HasSubstr;

TEST(Model, RefusesAnEmptyAndALongText) {
  BARYSCOPE_NEEDS_MINILM();
  const auto model = load_model(minilm_folder(), "MiniLM", "cpu", {});
  EXPECT_THROW(static_cast<void>(model->capture(" \n", {}, {})), UsageError);
  std::string text;
  for (int i = 0; i < 600; ++i) {
    text += "bread ";
  }
  EXPECT_THAT(message_of([&] { static_cast<void>(model->capture(text, {}, {})); }),
              testing::AllOf(HasSubstr("602 tokens"), HasSubstr("at most 512")));
}

TEST(Model, ReadsTheBakerySentenceAndPairs) {
  BARYSCOPE_NEEDS_MINILM();
  const auto model = load_model(minilm_folder(), "MiniLM", "cpu", {});
  const Capture capture =
      model->capture("The bakery is between the school and the library", {}, {});
  ASSERT_EQ(capture.tokens.size(), 11U);
  EXPECT_EQ(capture.tokens[2].text, "bakery");
  ASSERT_EQ(capture.layers.size(), 6U);
  EXPECT_EQ(capture.layers[5].query.sizes(), (std::vector<std::int64_t>{12, 11, 32}));
  EXPECT_EQ(capture.residual.sizes(), (std::vector<std::int64_t>{11, 384}));

  const Capture pair = model->capture("a bakery", "the library", {});
  EXPECT_EQ(pair.tokens.size(), 7U);
  EXPECT_EQ(pair.tokens[5].segment, 1);
}

TEST(Model, ReadsTypedSpecialTokensAsItIsTold) {
  BARYSCOPE_NEEDS_MINILM();
  const auto model = load_model(minilm_folder(), "MiniLM", "cpu", {});
  const Capture plain = model->capture("a [MASK] b", {}, {});
  EXPECT_EQ(plain.tokens.size(), 7U) << "[ mask ]";
  const Capture parsed = model->capture("a [MASK] b", {}, {}, SpecialInText::parse);
  ASSERT_EQ(parsed.tokens.size(), 5U);
  EXPECT_EQ(parsed.tokens[2].text, "[MASK]");
  EXPECT_EQ(parsed.tokens[2].id, 103);
}

TEST(Model, ReadsOneToken) {
  BARYSCOPE_NEEDS_MINILM();
  const auto model = load_model(minilm_folder(), "MiniLM", "cpu", {});
  EXPECT_EQ(model->capture("a", {}, {}).tokens.size(), 3U);
}

TEST(Model, RefusesTextsWithoutAWordAlike) {
  BARYSCOPE_NEEDS_MINILM();
  const auto model = load_model(minilm_folder(), "MiniLM", "cpu", {});
  const std::string expected =
      message_of([&] { static_cast<void>(model->capture("    ", {}, {})); });
  EXPECT_THAT(expected, HasSubstr("the text is empty"));
  for (const char* text : {"", "\t", "\u3000", "\u00a0\n", "\u200b", " \u2028 "}) {
    EXPECT_EQ(message_of([&] { static_cast<void>(model->capture(text, {}, {})); }), expected)
        << testing::PrintToString(text);
  }
}

}  // namespace
}  // namespace baryscope
