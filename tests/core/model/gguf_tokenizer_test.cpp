/// Tokenizers in the metadata of strangers' GGUF files: whatever is wrong is an error that names
/// the file, the key and the rule.
#include "core/model/gguf/gguf_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/weights/weight_source.h"
#include "gguf_metadata.h"

namespace baryscope {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string k_tokens = "tokenizer.ggml.tokens";
const std::string k_merges = "tokenizer.ggml.merges";
const std::string k_types = "tokenizer.ggml.token_type";
const std::string k_scores = "tokenizer.ggml.scores";

GgufMetadata byte_level() {
  GgufMetadata metadata;
  metadata.text("tokenizer.ggml.model", "gpt2")
      .text("tokenizer.ggml.pre", "gpt-2")
      .texts(k_tokens, {"<s>", "a", "b", "ab", "Ġ", "Ġab", "<think>"})
      .integers(k_types, {3, 1, 1, 1, 1, 1, 4})
      .texts(k_merges, {"a b", "Ġ ab"});
  return metadata;
}

GgufMetadata sentence_pieces() {
  GgufMetadata metadata;
  metadata.text("tokenizer.ggml.model", "llama")
      .texts(k_tokens, {"<unk>", "<s>", "</s>", "<0xC3>", "<0xA9>", "a", "b", "▁", "ab", "▁ab"})
      .integers(k_types, {2, 3, 3, 6, 6, 1, 1, 1, 1, 1})
      .numbers(k_scores, {0, 0, 0, 0, 0, -5, -6, -7, -1, -2});
  return metadata;
}

GgufMetadata word_pieces() {
  GgufMetadata metadata;
  metadata.text("tokenizer.ggml.model", "bert")
      .texts(k_tokens, {"[UNK]", "[CLS]", "[SEP]", "▁un", "able", "▁,"})
      .integers(k_types, {3, 3, 3, 1, 1, 1})
      .integer("tokenizer.ggml.unknown_token_id", 0)
      .integer("tokenizer.ggml.cls_token_id", 1)
      .integer("tokenizer.ggml.seperator_token_id", 2);
  return metadata;
}

GgufMetadata unigram() {
  GgufMetadata metadata;
  metadata.text("tokenizer.ggml.model", "t5")
      .texts(k_tokens, {"<pad>", "</s>", "<unk>", "▁", "a", "▁a", "b", "[PAD7]"})
      .integers(k_types, {3, 3, 2, 1, 1, 1, 1, 5})
      .numbers(k_scores, {0, 0, 0, -3, -3, -1, -2, -10000});
  return metadata;
}

std::string message(const GgufMetadata& metadata) {
  try {
    static_cast<void>(read_gguf_tokenizer(metadata.values()));
  } catch (const WeightError& error) {
    EXPECT_THAT(error.what(), HasSubstr("small.gguf"));
    return error.what();
  } catch (const Tokenizer::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("small.gguf"));
    return error.what();
  }
  return "no error";
}

std::vector<std::int64_t> ids(const GgufMetadata& metadata, std::string_view text,
                              SpecialInText special = SpecialInText::plain) {
  std::vector<std::int64_t> result;
  for (const Token& token : read_gguf_tokenizer(metadata.values())->encode(text, {}, special))
    result.push_back(*token.id);
  return result;
}

TEST(GgufTokenizerTest, ReadsEveryKind) {
  EXPECT_THAT(ids(byte_level(), "ab abb<s>"), ElementsAre(3, 5, 2));
  EXPECT_THAT(ids(byte_level(), "a<think>b"), ElementsAre(1, 6, 2));
  EXPECT_THAT(ids(byte_level(), "a<s>b", SpecialInText::parse), ElementsAre(1, 0, 2));
  EXPECT_THAT(ids(sentence_pieces(), "ab é"), ElementsAre(1, 9, 7, 3, 4));
  EXPECT_THAT(ids(word_pieces(), "Unable,"), ElementsAre(1, 3, 4, 5, 2));
  EXPECT_THAT(ids(unigram(), "a  b☃"), ElementsAre(5, 3, 3, 6, 2, 1));
  EXPECT_THAT(ids(unigram().flag("tokenizer.ggml.remove_extra_whitespaces", true), " a  b"),
              ElementsAre(5, 3, 6, 1));
  const auto tokenizer = read_gguf_tokenizer(sentence_pieces().values());
  EXPECT_EQ(tokenizer->vocabulary_size(), 10);
  EXPECT_EQ(tokenizer->decode(std::vector<std::int64_t>{1, 9, 7, 3, 4}), "ab é");
  EXPECT_TRUE(tokenizer->encode("ab")[0].special);
  EXPECT_EQ(gguf_vocabulary_size(byte_level().values()), 7);
  EXPECT_EQ(gguf_vocabulary_size(GgufMetadata().values()), 0);
}

TEST(GgufTokenizerTest, LeadingAndEndingTokensAreWhatFlagsAndKindsSay) {
  EXPECT_THAT(ids(byte_level().integer("tokenizer.ggml.bos_token_id", 0), "a"), ElementsAre(1));
  EXPECT_THAT(ids(byte_level()
                      .integer("tokenizer.ggml.bos_token_id", 0)
                      .flag("tokenizer.ggml.add_bos_token", true),
                  "a"),
              ElementsAre(0, 1));
  GgufMetadata llama3 = byte_level();
  llama3.text("tokenizer.ggml.pre", "llama-bpe");
  EXPECT_THAT(ids(llama3, "a"), ElementsAre(1)) << "no token is named";
  llama3.integer("tokenizer.ggml.bos_token_id", 0);
  EXPECT_THAT(ids(llama3, "a"), ElementsAre(0, 1));
  EXPECT_THAT(ids(llama3.flag("tokenizer.ggml.add_bos_token", false), "a"), ElementsAre(1));
  EXPECT_THAT(ids(sentence_pieces().flag("tokenizer.ggml.add_eos_token", true), "ab"),
              ElementsAre(1, 9, 2));
  EXPECT_THAT(ids(sentence_pieces().flag("tokenizer.ggml.add_space_prefix", false), "ab"),
              ElementsAre(1, 8));
}

TEST(GgufTokenizerTest, KindsAndCutsThatAreNotKnownAreNamed) {
  EXPECT_THAT(message(GgufMetadata()), HasSubstr("tokenizer.ggml.model is missing"));
  EXPECT_THAT(message(byte_level().text("tokenizer.ggml.model", "rwkv")),
              AllOf(HasSubstr("tokenizer.ggml.model"), HasSubstr("'rwkv'"), HasSubstr("llama")));
  EXPECT_THAT(message(byte_level().text("tokenizer.ggml.pre", "qwen3")),
              AllOf(HasSubstr("tokenizer.ggml.pre"), HasSubstr("'qwen3'"), HasSubstr("qwen2")));
  EXPECT_EQ(message(byte_level().without("tokenizer.ggml.pre")), "no error");
  EXPECT_EQ(message(byte_level().text("tokenizer.ggml.pre", "")), "no error");
  EXPECT_THAT(message(byte_level().integer("tokenizer.ggml.pre", 3)),
              HasSubstr("tokenizer.ggml.pre"));
}

TEST(GgufTokenizerTest, TellsThatAFileDoesNotSayHowWordsAreCut) {
  EXPECT_EQ(find_gguf_tokenizer_note(byte_level().values()), std::nullopt);
  EXPECT_EQ(find_gguf_tokenizer_note(sentence_pieces().values()), std::nullopt);
  EXPECT_EQ(find_gguf_tokenizer_note(GgufMetadata().values()), std::nullopt);
  const auto note = find_gguf_tokenizer_note(byte_level().without("tokenizer.ggml.pre").values());
  EXPECT_THAT(note.value_or(""), HasSubstr("tokenizer.ggml.pre is missing"));
}

TEST(GgufTokenizerTest, VocabulariesAreLookedAtTokenByToken) {
  EXPECT_THAT(message(byte_level().without(k_tokens)), HasSubstr(k_tokens + " is missing"));
  EXPECT_THAT(message(byte_level().texts(k_tokens, {})), HasSubstr(k_tokens + " is empty"));
  EXPECT_THAT(message(byte_level().text(k_tokens, "a")), HasSubstr(k_tokens));
  EXPECT_THAT(message(byte_level().texts(k_tokens, {"a", "b", "a"})),
              HasSubstr(k_tokens + "[2] is \"a\", as is " + k_tokens + "[0]"));
  EXPECT_THAT(message(byte_level().texts(k_tokens, {"a", "\xC3"})),
              HasSubstr(k_tokens + "[1] is no UTF-8"));
  EXPECT_THAT(message(byte_level().integers(k_types, {1, 1})),
              HasSubstr(k_types + " has 2 values; " + k_tokens + " has 7"));
  EXPECT_EQ(message(byte_level().integers(k_types, {3, -1, 0, 99, 1, 1, 1})), "no error");
  EXPECT_EQ(message(byte_level().without(k_types)), "no error");
  // An empty text has a name of its own, so that several are none twice.
  EXPECT_EQ(message(byte_level().texts(k_tokens, {"", "a", "b", "ab", "Ġ", "Ġab", ""})),
            "no error");
}

TEST(GgufTokenizerTest, SpecialTokensAreNoMoreThanAVocabularyHas) {
  std::vector<std::string> tokens;
  for (int i = 0; i <= 1 << 18; ++i) tokens.push_back(std::to_string(i));
  EXPECT_THAT(message(byte_level()
                          .texts(k_tokens, tokens)
                          .integers(k_types, std::vector<std::int32_t>(tokens.size(), 3))),
              HasSubstr(k_types + " has 262145 tokens that are special"));
}

TEST(GgufTokenizerTest, MergesAreLookedAtOneByOne) {
  EXPECT_THAT(message(byte_level().without(k_merges)), HasSubstr(k_merges + " is missing"));
  EXPECT_THAT(message(byte_level().texts(k_merges, {"a b", "a x"})),
              AllOf(HasSubstr(k_merges + "[1]"), HasSubstr("\"x\"")));
  EXPECT_THAT(message(byte_level().texts(k_merges, {"b a"})),
              AllOf(HasSubstr(k_merges + "[0]"), HasSubstr("\"ba\"")));
  EXPECT_THAT(message(byte_level().texts(k_merges, {"a b", "a b"})),
              AllOf(HasSubstr(k_merges + "[1]"), HasSubstr("a second time")));
  for (const char* wrong : {"", "ab", "a ", " b", " ", "a b ", "a  b", "\xFF b"})
    EXPECT_THAT(message(byte_level().texts(k_merges, {wrong})), HasSubstr(k_merges + "[0]"))
        << wrong;
}

TEST(GgufTokenizerTest, ScoresAreAsManyAsTokens) {
  EXPECT_THAT(message(sentence_pieces().without(k_scores)), HasSubstr(k_scores + " is missing"));
  EXPECT_THAT(message(sentence_pieces().numbers(k_scores, {0, 1})),
              HasSubstr(k_scores + " has 2 values; " + k_tokens + " has 10"));
  EXPECT_THAT(message(sentence_pieces().texts(k_scores, {"0"})), HasSubstr(k_scores));
}

TEST(GgufTokenizerTest, CharacterMapsAreBytes) {
  const std::string key = "tokenizer.ggml.precompiled_charsmap";
  EXPECT_EQ(message(unigram().bytes(key, "")), "no error");
  EXPECT_THAT(message(unigram().text(key, "abc")), HasSubstr(key + " is no array of bytes"));
  EXPECT_THAT(message(unigram().integers(key, {1, 2})), HasSubstr(key + " is no array of bytes"));
  for (const char* wrong : {"a", "abcd", "\xFF\xFF\xFF\x7F", "\x08\1\1\1 and some more"})
    EXPECT_THAT(message(unigram().bytes(key, wrong)), HasSubstr("precompiled_charsmap"));
  EXPECT_THAT(message(unigram().without(k_scores)), HasSubstr(k_scores + " is missing"));
}

TEST(GgufTokenizerTest, SpacesThatUsersDefinedAreOneToken) {
  // Spelled as spaces they are found in the text; spelled with marks merges make them.
  for (const char* spelled : {"  ", "▁▁"})
    EXPECT_THAT(ids(sentence_pieces()
                        .flag("tokenizer.ggml.add_space_prefix", false)
                        .texts(k_tokens, {"<unk>", "<s>", "</s>", "a", "b", "▁", "▁a", spelled})
                        .integers(k_types, {2, 3, 3, 1, 1, 1, 1, 4})
                        .numbers(k_scores, {0, 0, 0, -5, -6, -7, -1, 0}),
                    "a  a"),
                ElementsAre(1, 3, 7, 3))
        << spelled;
}

TEST(GgufTokenizerTest, IdsLieInTheVocabulary) {
  for (const char* key : {"bos", "eos", "unknown", "seperator", "mask"}) {
    const std::string name = "tokenizer.ggml." + std::string(key) + "_token_id";
    EXPECT_THAT(message(byte_level().integer(name, 7)), HasSubstr(name + " is 7")) << key;
    EXPECT_THAT(message(sentence_pieces().integer(name, 0xFFFFFFFF)), HasSubstr(name)) << key;
    EXPECT_EQ(message(byte_level().integer(name, 6)), "no error") << key;
  }
  EXPECT_EQ(message(byte_level().integer("tokenizer.ggml.padding_token_id", 0xFFFFFFFF)),
            "no error")
      << "nothing is padded";
  EXPECT_THAT(message(byte_level().flag("tokenizer.ggml.add_bos_token", true)),
              AllOf(HasSubstr("tokenizer.ggml.add_bos_token is true"),
                    HasSubstr("tokenizer.ggml.bos_token_id is missing")));
  EXPECT_THAT(message(word_pieces().without("tokenizer.ggml.cls_token_id")),
              HasSubstr("tokenizer.ggml.bos_token_id is missing"));
  EXPECT_THAT(message(word_pieces().without("tokenizer.ggml.seperator_token_id")),
              HasSubstr("tokenizer.ggml.seperator_token_id is missing"));
  EXPECT_THAT(message(word_pieces().without("tokenizer.ggml.unknown_token_id")),
              HasSubstr("tokenizer.ggml.unknown_token_id is missing"));
}

TEST(GgufTokenizerTest, WordPiecesAreDistinctWithoutTheirMarks) {
  EXPECT_THAT(message(word_pieces().texts(k_tokens, {"[UNK]", "[CLS]", "[SEP]", "▁##a", "a", "b"})),
              AllOf(HasSubstr(k_tokens + "[4]"), HasSubstr("##a"), HasSubstr(k_tokens + "[3]")));
}

TEST(GgufTokenizerTest, PiecesThatMakeTooManyMergesAreRefused) {
  std::vector<std::string> tokens{"<unk>", std::string(1025, 'a')};
  EXPECT_THAT(message(sentence_pieces()
                          .texts(k_tokens, tokens)
                          .without(k_types)
                          .numbers(k_scores, std::vector<float>(2))),
              HasSubstr(k_tokens + "[1] has 1025 bytes"));
  tokens.clear();
  for (std::size_t length = 1; length <= 1024; ++length)
    for (const char c : std::string("abcdefghijklmnopq")) tokens.emplace_back(length, c);
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THAT(message(sentence_pieces()
                          .texts(k_tokens, tokens)
                          .without(k_types)
                          .numbers(k_scores, std::vector<float>(tokens.size()))),
              HasSubstr("more than 8388608 merges"));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::minutes(1));
}

/// Whatever the metadata say: an error or a tokenizer that cuts a text, never a crash.
TEST(GgufTokenizerTest, RandomMetadata) {
  Random random(14);
  const std::vector<std::string> kinds{"gpt2", "llama", "bert", "t5"};
  const std::vector<std::string> texts{"a",  "b",        "ab",   "Ġ",     "▁",
                                       "▁a", "<0x41>",   "",     "[CLS]", "##a",
                                       " ",  "\xC3\xA9", "\xC3", "abc",   "<s>"};
  int n_read = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.below(n)); };
    GgufMetadata metadata;
    metadata.text("tokenizer.ggml.model", kinds[below(kinds.size())]);
    std::vector<std::string> tokens;
    for (std::size_t i = below(12); i > 0; --i)
      tokens.push_back(texts[below(texts.size())] + (below(3) == 0 ? "" : std::to_string(i)));
    metadata.texts(k_tokens, tokens);
    std::vector<std::int32_t> types;
    std::vector<float> scores;
    for (std::size_t i = 0; i < tokens.size() + (below(9) == 0 ? 1 : 0); ++i) {
      types.push_back(static_cast<std::int32_t>(below(8)));
      scores.push_back(static_cast<float>(below(4)));
    }
    metadata.integers(k_types, types).numbers(k_scores, scores).texts(k_merges, {});
    for (const char* key : {"bos", "eos", "unknown", "seperator", "cls"})
      if (below(2) == 0)
        metadata.integer("tokenizer.ggml." + std::string(key) + "_token_id",
                         static_cast<std::uint32_t>(below(tokens.size() + 1)));
    for (const char* key : {"add_bos_token", "add_eos_token", "add_sep_token", "add_space_prefix",
                            "remove_extra_whitespaces"})
      if (below(3) == 0) metadata.flag("tokenizer.ggml." + std::string(key), below(2) == 0);
    if (message(metadata) != "no error") continue;
    ++n_read;
    const auto tokenizer = read_gguf_tokenizer(metadata.values());
    for (const char* text : {"", " ", "ab a<s> [CLS]\n", "é☃", "  a  "}) {
      try {
        for (const Token& token : tokenizer->encode_pair(text, "b", {}, SpecialInText::parse))
          ASSERT_LT(*token.id, std::ssize(tokens));
      } catch (const Tokenizer::Error& error) {
        ASSERT_THAT(error.what(), HasSubstr("unknown token"));
      }
    }
  }
  EXPECT_GT(n_read, 100);
}

}  // namespace
}  // namespace baryscope
