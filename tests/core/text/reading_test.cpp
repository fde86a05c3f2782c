/// Tokens as a person reads them, and the texts that ids make.
#include "core/text/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/text/aligned_text.h"
#include "core/text/byte_alphabet.h"
#include "core/text/token_name.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

using testing::ElementsAre;

/// Every byte and the merges "Ġf", "o x" → "Ġfox", as GPT-2 has them.
std::string byte_level_file() {
  std::string vocab;
  for (int byte = 0; byte < 256; ++byte) {
    std::string text;
    append_utf8(text, byte_character(static_cast<std::uint8_t>(byte)));
    if (text == "\"" || text == "\\") text.insert(0, "\\");
    vocab += "\"" + text + "\":" + std::to_string(byte) + ",";
  }
  return R"({"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true},)"
         R"("decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true},)"
         R"("added_tokens":[{"id":260,"content":"<|end|>","special":true,"single_word":false,)"
         R"("lstrip":false,"rstrip":false,"normalized":false}],)"
         R"("model":{"type":"BPE","vocab":{)" +
         vocab + R"("Ġf":256,"ox":257,"Ġfox":258,"Ġð":259},"merges":["Ġ f","o x","Ġf ox","Ġ ð"]}})";
}

std::vector<std::string> readings(const Tokens& tokens) {
  std::vector<std::string> result;
  for (const Token& token : tokens) result.push_back(reading_of(token));
  return result;
}

TEST(ReadingTest, SpelledSpacesAreSpaces) {
  const auto tokenizer = read_tokenizer(byte_level_file(), "tokenizer.json");
  const Tokens tokens = tokenizer->encode("a fox");
  ASSERT_EQ(tokens.size(), 2U);
  EXPECT_EQ(tokens[1].text, "Ġfox");
  EXPECT_EQ(tokens[1].reading, " fox");
  EXPECT_FALSE(tokens[1].continuation);
  EXPECT_EQ(tokens[0].reading, "") << "it reads as it is spelled";
}

TEST(ReadingTest, BytesOfOneCharacterShowItTogether) {
  const auto tokenizer = read_tokenizer(byte_level_file(), "tokenizer.json");
  const Tokens tokens = tokenizer->encode("잠 😀!");
  ASSERT_THAT(readings(tokens), ElementsAre("잠", "잠", "잠", " 😀", "😀", "😀", "😀", "!"));
  std::vector<int> parts;
  for (const Token& token : tokens) parts.push_back(token.part);
  EXPECT_THAT(parts, ElementsAre(1, 2, 3, 1, 2, 3, 4, 0));
  EXPECT_EQ(tokens[4].n_parts, 4);
  EXPECT_TRUE(tokens[2].continuation);
  EXPECT_EQ(tokens[2].begin, 0);
  EXPECT_EQ(tokens[2].end, 1);
}

TEST(ReadingTest, NamesAreReadAlone) {
  const auto tokenizer = read_tokenizer(byte_level_file(), "tokenizer.json");
  std::vector<std::string> names, pieces;
  for (const Token& token : tokenizer->encode("x fox\n \t😀")) {
    names.push_back(name_of(token));
    pieces.push_back(piece_of(token));
  }
  EXPECT_THAT(names,
              ElementsAre("x", "fox", "↵", "␣", "⇥", "😀 1/4", "😀 2/4", "😀 3/4", "😀 4/4"));
  EXPECT_THAT(pieces, ElementsAre("x", "fox", "↵", "␣", "⇥", "😀", "", "", ""));
}

TEST(ReadingTest, CapturesHaveOnlyTheirMarks) {
  Token token;
  token.text = "Ġfox";
  EXPECT_EQ(name_of(token), "fox");
  token.text = "▁";
  EXPECT_EQ(name_of(token), "▁");
  token.text = "##ing";
  EXPECT_EQ(name_of(token), "##ing");
  token.continuation = true;
  EXPECT_EQ(name_of(token), "ing");
}

TEST(ReadingTest, FallbackBytesShowTheirCharacter) {
  std::string vocab = R"("<unk>":0,"▁":1,"a":2,"▁a":3)";
  for (int byte = 0, id = 4; byte < 256; ++byte, ++id) {
    constexpr const char* digits = "0123456789ABCDEF";
    vocab +=
        std::string(",\"<0x") + digits[byte / 16] + digits[byte % 16] + ">\":" + std::to_string(id);
  }
  const auto tokenizer = read_tokenizer(
      R"({"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},)"
      R"({"type":"Replace","pattern":{"String":" "},"content":"▁"}]},)"
      R"("decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},)"
      R"("content":" "},{"type":"ByteFallback"},{"type":"Fuse"},)"
      R"({"type":"Strip","content":" ","start":1,"stop":0}]},)"
      R"("model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"vocab":{)" +
          vocab + R"(},"merges":[["▁","a"]]}})",
      "tokenizer.json");
  const Tokens tokens = tokenizer->encode("a aé");
  ASSERT_THAT(readings(tokens), ElementsAre("a", " a", "é", "é"));
  EXPECT_EQ(tokens[2].text, "<0xC3>");
  EXPECT_TRUE(tokens[2].continuation) << "no pre-tokenizer: the whole text is one word";
  EXPECT_FALSE(tokens[1].continuation) << "it begins with a space";
}

TEST(ReadingTest, WordPieceMarksAreNoText) {
  const auto tokenizer = read_tokenizer(
      R"({"pre_tokenizer":{"type":"BertPreTokenizer"},)"
      R"("decoder":{"type":"WordPiece","prefix":"##","cleanup":true},)"
      R"("model":{"type":"WordPiece","unk_token":"?","continuing_subword_prefix":"##",)"
      R"("max_input_chars_per_word":100,"vocab":{"?":0,"bake":1,"##ry":2,"the":3,".":4}}})",
      "tokenizer.json");
  const Tokens tokens = tokenizer->encode("the bakery.");
  EXPECT_THAT(readings(tokens), ElementsAre("the", "bake", "ry", "."));
  EXPECT_EQ(tokenizer->decode(std::vector<std::int64_t>{3, 1, 2, 4}), "the bakery.");
}

TEST(ReadingTest, EntriesAreFoundByIdAndByText) {
  const auto tokenizer = read_tokenizer(byte_level_file(), "tokenizer.json");
  EXPECT_EQ(tokenizer->find_id("Ġfox"), 258);
  EXPECT_EQ(tokenizer->find_id("<|end|>"), 260);
  EXPECT_EQ(tokenizer->find_id("fox"), std::nullopt);
  const auto token = tokenizer->find_token(258);
  ASSERT_TRUE(token.has_value());
  EXPECT_EQ(token->text, "Ġfox");
  EXPECT_EQ(reading_of(*token), " fox");
  EXPECT_TRUE(tokenizer->find_token(260)->special);
  EXPECT_FALSE(tokenizer->find_token(261).has_value());
  EXPECT_FALSE(tokenizer->find_token(-1).has_value());
  EXPECT_FALSE(tokenizer->find_token(std::int64_t{1} << 40).has_value());
  const std::vector<std::int64_t> ids{258, 260, 999};
  EXPECT_EQ(tokenizer->decode(ids, true), " fox");
  EXPECT_EQ(tokenizer->decode(ids, false), " fox<|end|>");
}

}  // namespace
}  // namespace baryscope
