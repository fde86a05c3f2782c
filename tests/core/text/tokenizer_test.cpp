/// Small tokenizer.json files: tokens by hand, and every kind of broken file named in the error.
#include "core/text/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/random.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string k_model = R"("model":{"type":"WordPiece","unk_token":"[UNK]",
  "continuing_subword_prefix":"##","max_input_chars_per_word":100,
  "vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"bake":3,"##ry":4,"the":5,"cafe":6,"!":7,"漢":8,"##ッ":9}})";
const std::string k_normalizer =
    R"("normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true})";
const std::string k_pre_tokenizer = R"("pre_tokenizer":{"type":"BertPreTokenizer"})";
const std::string k_added =
    R"("added_tokens":[{"id":2,"special":true,"content":"[SEP]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false}])";
const std::string k_post_processor = R"("post_processor":{"type":"TemplateProcessing",
  "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
  "pair":[{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
  "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[1],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[2],"tokens":["[SEP]"]}}})";

std::string whole() {
  return R"({"version":"1.0","truncation":{"max_length":3},"padding":{"strategy":"BatchLongest"},)" +
         k_added + "," + k_normalizer + "," + k_pre_tokenizer + "," + k_post_processor + "," +
         k_model + "}";
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

class TokenizerTest : public testing::Test {
 protected:
  TokenizerTest() {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    m_folder = std::filesystem::temp_directory_path() /
               (std::string("baryscope-") + info->name() + "-" + std::to_string(getpid()));
    std::filesystem::create_directories(m_folder);
  }
  ~TokenizerTest() override { std::filesystem::remove_all(m_folder); }

  std::unique_ptr<const Tokenizer> load(const std::string& json) {
    // Not truncated in place: file systems flush such files to the disk.
    std::filesystem::remove(m_folder / "tokenizer.json");
    std::ofstream(m_folder / "tokenizer.json", std::ios::binary) << json;
    return load_tokenizer(m_folder / "tokenizer.json");
  }
  std::string message(const std::string& json) {
    try {
      load(json);
    } catch (const Tokenizer::Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("tokenizer.json"));
      return error.what();
    }
    return "no error";
  }

  std::filesystem::path m_folder;
};

std::vector<std::string> texts(const Tokens& tokens) {
  std::vector<std::string> result;
  for (const Token& token : tokens) result.push_back(token.text);
  return result;
}

TEST_F(TokenizerTest, CutsWordsIntoPiecesWithOffsetsInCodePoints) {
  const Tokens tokens = load(whole())->encode("Thé bakery, CAFÉ漢!");
  ASSERT_THAT(texts(tokens),
              ElementsAre("[CLS]", "the", "bake", "##ry", "[UNK]", "cafe", "漢", "!", "[SEP]"));
  EXPECT_EQ(tokens[3].id, 4);
  EXPECT_EQ(tokens[3].begin, 8);
  EXPECT_EQ(tokens[3].end, 10);
  EXPECT_TRUE(tokens[3].continuation);
  EXPECT_FALSE(tokens[2].continuation);
  EXPECT_EQ(tokens[6].begin, 16);
  EXPECT_EQ(tokens[6].end, 17);
  EXPECT_TRUE(tokens[0].special);
  EXPECT_FALSE(tokens[4].special);
  EXPECT_EQ(tokens[8].begin, tokens[8].end);
}

TEST_F(TokenizerTest, PairsFollowTheirTemplate) {
  const Tokens tokens = load(whole())->encode_pair("the", "[SEP] cafe", {}, SpecialInText::parse);
  ASSERT_THAT(texts(tokens), ElementsAre("the", "[SEP]", "[SEP]", "cafe"));
  EXPECT_EQ(tokens[1].segment, 0);
  EXPECT_EQ(tokens[2].segment, 1);
  EXPECT_EQ(tokens[2].end, 5) << "an added token in the text keeps its place";
  EXPECT_TRUE(tokens[2].special);
}

TEST_F(TokenizerTest, TypedSpecialTokensArePlainText) {
  const auto tokenizer = load(whole());
  const Tokens plain = tokenizer->encode("the [SEP]");
  EXPECT_THAT(texts(plain), ElementsAre("[CLS]", "the", "[UNK]", "[UNK]", "[UNK]", "[SEP]"));
  EXPECT_FALSE(plain[3].special);
  const Tokens parsed = tokenizer->encode("the [SEP]", {}, SpecialInText::parse);
  EXPECT_THAT(texts(parsed), ElementsAre("[CLS]", "the", "[SEP]", "[SEP]"));
  EXPECT_TRUE(parsed[2].special);
}

TEST_F(TokenizerTest, BertsOwnFormOfTemplateHasTwoSegments) {
  const std::string bert =
      "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",2],\"cls\":[\"[CLS]\",1]"
      "}";
  const Tokens pair = load(replaced(whole(), k_post_processor, bert))->encode_pair("the", "cafe");
  ASSERT_THAT(texts(pair), ElementsAre("[CLS]", "the", "[SEP]", "cafe", "[SEP]"));
  std::vector<int> segments;
  for (const Token& token : pair) segments.push_back(token.segment);
  EXPECT_THAT(segments, ElementsAre(0, 0, 0, 1, 1));
}

TEST_F(TokenizerTest, AnEmptyTextIsItsTemplate) {
  const auto tokenizer = load(whole());
  EXPECT_THAT(texts(tokenizer->encode("")), ElementsAre("[CLS]", "[SEP]"));
  EXPECT_THAT(texts(tokenizer->encode(" \t\n")), ElementsAre("[CLS]", "[SEP]"));
  EXPECT_EQ(tokenizer->vocabulary_size(), 10);
}

TEST_F(TokenizerTest, TextThatIsNotUtf8NamesTheByte) {
  const auto tokenizer = load(whole());
  for (const std::string bad :
       {"caf\xE9 x", "ab \xC0\xAF", "ab \xED\xA0\x80", "ab \xF4\x90\x80\x80"}) {
    try {
      static_cast<void>(tokenizer->encode(bad));
      FAIL() << "accepted";
    } catch (const Tokenizer::Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("offset 3"));
    }
  }
}

TEST_F(TokenizerTest, LongWordsOfManyPieces) {
  const auto tokenizer = load(replaced(whole(), "per_word\":100", "per_word\":100000000"));
  const Tokens tokens = tokenizer->encode("bake" + [] {
    std::string text;
    for (int i = 0; i < 500'000; ++i) text += "ry";
    return text;
  }());
  EXPECT_EQ(tokens.size(), 500'003U);
}

TEST_F(TokenizerTest, StopsOnRequest) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(
      static_cast<void>(load(whole())->encode("the bakery", Watch(source.get_token(), {}))),
      Cancelled);
}

TEST_F(TokenizerTest, UnsupportedPartsAreNamedWithTheKnownOnes) {
  EXPECT_THAT(message(replaced(whole(), "\"type\":\"WordPiece\"", "\"type\":\"Bigram\"")),
              AllOf(HasSubstr("model: unsupported"), HasSubstr("Bigram"), HasSubstr("Unigram"),
                    HasSubstr("WordPiece")));
  EXPECT_THAT(message(replaced(whole(), "\"BertNormalizer\"", "\"Uppercase\"")),
              AllOf(HasSubstr("normalizer: unsupported"), HasSubstr("Uppercase"),
                    HasSubstr("Lowercase"), HasSubstr("Precompiled")));
  EXPECT_THAT(message(replaced(whole(), "BertPreTokenizer", "UnicodeScripts")),
              AllOf(HasSubstr("pre_tokenizer: unsupported"), HasSubstr("UnicodeScripts"),
                    HasSubstr("Metaspace")));
  EXPECT_THAT(message(replaced(whole(), "TemplateProcessing", "XlnetProcessing")),
              AllOf(HasSubstr("post_processor: unsupported"), HasSubstr("XlnetProcessing"),
                    HasSubstr("RobertaProcessing")));
  EXPECT_THAT(message(replaced(whole(), k_model, k_model + R"(,"decoder":{"type":"CTC"})")),
              AllOf(HasSubstr("decoder: unsupported"), HasSubstr("CTC"), HasSubstr("ByteLevel")));
}

TEST_F(TokenizerTest, BrokenFilesAreNamedWithTheirPlace) {
  EXPECT_THAT(message(""), HasSubstr("not JSON"));
  EXPECT_THAT(message("PK\x03\x04"), HasSubstr("not JSON"));
  EXPECT_THAT(message(whole().substr(0, 400)), HasSubstr("not JSON at byte"));
  EXPECT_THAT(message(whole() + "x"), HasSubstr("not JSON"));
  EXPECT_THAT(message("[1,2]"), HasSubstr("expected an object"));
  EXPECT_THAT(message("null"), HasSubstr("expected an object"));
  EXPECT_THAT(message("{}"), HasSubstr("\"model\""));
  EXPECT_THAT(message(replaced(whole(), "\"vocab\"", "\"words\"")),
              HasSubstr("model: has no member \"vocab\""));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":\"3\"")),
              HasSubstr("model.vocab.bake"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":3.0")), HasSubstr("integer"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":-1")), HasSubstr("-1"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":2147483648")),
              HasSubstr("2147483648"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":18446744073709551615")),
              HasSubstr("integer"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"bake\":4")), HasSubstr("the id 4 of"));
  EXPECT_THAT(message(replaced(whole(), "\"bake\":3", "\"the\":3")), HasSubstr("occurs twice"));
  EXPECT_THAT(message(replaced(whole(), "\"unk_token\":\"[UNK]\"", "\"unk_token\":\"?\"")),
              HasSubstr("not in model.vocab"));
  EXPECT_THAT(message(replaced(whole(), "\"lowercase\":true", "\"lowercase\":\"yes\"")),
              HasSubstr("normalizer.lowercase"));
  EXPECT_THAT(message(replaced(whole(), "\"ids\":[1]", "\"ids\":[1,1]")), HasSubstr("[CLS]"));
  EXPECT_THAT(message(replaced(whole(), "\"id\":\"A\"", "\"id\":\"B\"")),
              HasSubstr("post_processor.single[1].Sequence.id"));
  EXPECT_THAT(message(replaced(whole(), "\"lstrip\":false,", "")), HasSubstr("added_tokens[0]"));
  EXPECT_THAT(message(replaced(whole(), "\"1.0\"", "\"2.0\"")), HasSubstr("2.0"));
}

TEST_F(TokenizerTest, DeepNestingIsRefused) {
  const std::string open(2'000'000, '[');
  EXPECT_THAT(message(open), HasSubstr("nested deeper"));
  std::string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(message(objects), HasSubstr("nested deeper"));
}

TEST_F(TokenizerTest, HugeFilesAreRefusedUnread) {
  std::ofstream(m_folder / "tokenizer.json") << whole();
  std::filesystem::resize_file(m_folder / "tokenizer.json", std::uintmax_t{3} << 30);
  EXPECT_THROW(load_tokenizer(m_folder / "tokenizer.json"), Tokenizer::Error);
  std::string many = "[";
  for (int i = 0; i < 4'100'000; ++i) many += "0,";
  EXPECT_THAT(message(many), HasSubstr("JSON values"));
}

TEST_F(TokenizerTest, FilesThatAreNoFilesAreRefused) {
  EXPECT_THROW(load_tokenizer(m_folder / "none.json"), Tokenizer::Error);
  EXPECT_THROW(load_tokenizer(m_folder), Tokenizer::Error);
  EXPECT_THROW(load_tokenizer("/dev/zero"), Tokenizer::Error);
}

// A damaged file is either still a tokenizer, and then tokenizes, or an Error: nothing else.
TEST_F(TokenizerTest, DamagedFilesGiveNothingButErrors) {
  const std::string original = whole();
  const std::string fragments[] = {"{",
                                   "}",
                                   "[",
                                   "]",
                                   "\"",
                                   ",",
                                   ":",
                                   "null",
                                   "-1",
                                   "1e999",
                                   "\\u0000",
                                   "\\ud800",
                                   "99999999999999999999",
                                   "\xFF",
                                   "true",
                                   "[[[[",
                                   "\"model\""};
  Random random(7);
  int n_errors = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = original;
    const auto n_changes = 1 + random.below(4);
    for (std::uint64_t change = 0; change < n_changes; ++change) {
      const std::size_t at = random.below(damaged.size());
      switch (random.below(4)) {
        case 0:
          damaged[at] = static_cast<char>(random.below(256));
          break;
        case 1:
          damaged.erase(at, 1 + random.below(20));
          break;
        case 2:
          damaged.insert(at, fragments[random.below(std::size(fragments))]);
          break;
        default:
          damaged.insert(at, damaged.substr(random.below(damaged.size()), 40));
          break;
      }
    }
    try {
      const auto tokenizer = load(damaged);
      const Tokens tokens = tokenizer->encode("The bakery 漢ッ [SEP] café!");
      for (const Token& token : tokens) ASSERT_LE(token.begin, token.end);
    } catch (const Tokenizer::Error&) {
      ++n_errors;
    }
  }
  EXPECT_GT(n_errors, 1000);
  EXPECT_LT(n_errors, 2000);
}

}  // namespace
}  // namespace baryscope
