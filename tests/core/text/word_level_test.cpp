/// WordLevel tokenizers: written, read, and what they say about words that they do not know.
#include "core/text/word_level.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::unique_ptr<const Tokenizer> load(const std::string& json) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("baryscope-word-level-" + std::to_string(getpid()) + ".json");
  std::filesystem::remove(path);
  std::ofstream(path, std::ios::binary) << json;
  try {
    auto tokenizer = load_tokenizer(path);
    std::filesystem::remove(path);
    return tokenizer;
  } catch (...) {
    std::filesystem::remove(path);
    throw;
  }
}

std::vector<std::int64_t> ids(const Tokens& tokens) {
  std::vector<std::int64_t> result;
  for (const Token& token : tokens) result.push_back(token.id.value());
  return result;
}

std::string error_of(const Tokenizer& tokenizer, const std::string& text) {
  try {
    static_cast<void>(tokenizer.encode(text));
  } catch (const Tokenizer::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(WordLevelTest, WrittenAndReadAgain) {
  const auto tokenizer = load(to_word_level_json({"bakery@3", "school@1", "漢字", "[blank]"}, 3));
  EXPECT_EQ(tokenizer->vocabulary_size(), 4);
  const Tokens tokens = tokenizer->encode(" school@1\t漢字\n bakery@3 bakery@3 ");
  EXPECT_THAT(ids(tokens), ElementsAre(3, 1, 2, 0, 0));
  EXPECT_TRUE(tokens[0].special);
  EXPECT_EQ(tokens[0].begin, tokens[0].end);
  EXPECT_EQ(tokens[2].text, "漢字");
  EXPECT_EQ(tokens[2].begin, 10);
  EXPECT_EQ(tokens[2].end, 12);
  EXPECT_FALSE(tokens[2].special || tokens[2].continuation);
  EXPECT_THAT(ids(tokenizer->encode("")), ElementsAre(3));
  EXPECT_THAT(ids(load(to_word_level_json({"a", "b"}, std::nullopt))->encode("b a")),
              ElementsAre(1, 0));
}

TEST(WordLevelTest, AnUnknownWordIsNamedWithTheNearestAndWhatWordsLookLike) {
  const auto tokenizer = load(to_word_level_json({"bakery@0", "bakery@14", "school@14"}, {}));
  EXPECT_EQ(error_of(*tokenizer, "bakery@0 bakery@99"),
            "the model does not know the token 'bakery@99' (did you mean 'bakery@0'?); its 3 "
            "tokens, parted by spaces, are 'bakery@0', 'bakery@14', 'school@14'");
  std::vector<std::string> many;
  for (int plot = 0; plot < 15; ++plot) many.push_back("bakery@" + std::to_string(plot));
  many.emplace_back("[blank]");
  EXPECT_THAT(error_of(*load(to_word_level_json(many, 15)), "bakery@15"),
              HasSubstr("its 16 tokens, parted by spaces, are 'bakery@0', 'bakery@1', …, "
                        "'bakery@14', '[blank]'"));
  const std::string far = error_of(*tokenizer, std::string(100'000, 'x'));
  EXPECT_THAT(far, Not(HasSubstr("did you mean")));
  EXPECT_LT(far.size(), 300U);
  std::string accents;
  for (int i = 0; i < 100; ++i) accents += "é";
  EXPECT_THAT(error_of(*tokenizer, "x" + accents), HasSubstr("é…'"));
}

TEST(WordLevelTest, AnUnknownTokenInTheVocabularyTakesTheirPlace) {
  const auto tokenizer = load(R"({"version":"1.0","pre_tokenizer":{"type":"Whitespace"},
    "model":{"type":"WordLevel","vocab":{"<unk>":7,"a":0,"@":1},"unk_token":"<unk>"}})");
  const Tokens tokens = tokenizer->encode("a@b a,@");
  EXPECT_THAT(ids(tokens), ElementsAre(0, 1, 7, 0, 7));
  EXPECT_EQ(tokens[2].text, "<unk>");
  EXPECT_EQ(tokens[4].begin, 5);
  EXPECT_EQ(tokens[4].end, 7);
}

TEST(WordLevelTest, BrokenFilesAreNamed) {
  const auto message = [](const std::string& json) -> std::string {
    try {
      load(json);
    } catch (const Tokenizer::Error& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_THAT(message(R"({"model":{"type":"WordLevel","vocab":{},"unk_token":"u"}})"),
              HasSubstr("model.vocab: is empty"));
  EXPECT_THAT(message(R"({"model":{"type":"WordLevel","vocab":{"a":1,"b":1},"unk_token":"u"}})"),
              HasSubstr("model.vocab.b: has the id 1 of \"a\""));
  EXPECT_THAT(message(R"({"model":{"type":"WordLevel","vocab":{"a":-1},"unk_token":"u"}})"),
              HasSubstr("model.vocab.a"));
  EXPECT_THAT(message(R"({"model":{"type":"WordLevel","vocab":{"a":1}}})"), HasSubstr("unk_token"));
  EXPECT_THAT(message(R"({"pre_tokenizer":{"type":"WhitespaceSplt"},
    "model":{"type":"WordLevel","vocab":{"a":1},"unk_token":"u"}})"),
              HasSubstr("did you mean 'WhitespaceSplit'"));
}

TEST(WordLevelTest, TokensThatNoTextCanCarryAreTheProgrammersMistake) {
  EXPECT_THROW(to_word_level_json({"a", "a"}, {}), CheckFailed);
  EXPECT_THROW(to_word_level_json({"a b"}, {}), CheckFailed);
  EXPECT_THROW(to_word_level_json({""}, {}), CheckFailed);
  EXPECT_THROW(to_word_level_json({"[UNK]"}, {}), CheckFailed);
}

}  // namespace
}  // namespace baryscope
