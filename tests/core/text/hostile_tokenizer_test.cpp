/// tokenizer.json files of strangers: whatever is wrong in a part is an error that names the part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/text/tokenizer.h"

namespace baryscope {
namespace {

using testing::AllOf;
using testing::HasSubstr;

/// Parts as JSON members, the model last.
std::string file(const std::string& model, const std::string& parts = "") {
  return "{\"version\":\"1.0\"," + parts + (parts.empty() ? "" : ",") + "\"model\":" + model + "}";
}
std::string bpe(const std::string& vocab, const std::string& merges, const std::string& more = "") {
  return R"({"type":"BPE",)" + more + R"("vocab":)" + vocab + R"(,"merges":)" + merges + "}";
}
const std::string k_abc = R"({"a":0,"b":1,"ab":2,"abc":3,"c":4})";
const std::string k_word_level = R"({"type":"WordLevel","unk_token":"?","vocab":{"?":0}})";

std::string message(const std::string& json) {
  try {
    static_cast<void>(read_tokenizer(json, "tokenizer.json"));
  } catch (const Tokenizer::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("tokenizer.json"));
    return error.what();
  }
  return "no error";
}

std::string message_of_text(const Tokenizer& tokenizer, const std::string& text) {
  try {
    static_cast<void>(tokenizer.encode(text));
  } catch (const Tokenizer::Error& error) {
    return error.what();
  }
  return "no error";
}

std::string split(const std::string& expression) {
  return R"("pre_tokenizer":{"type":"Split","pattern":{"Regex":")" + expression +
         R"("},"behavior":"Isolated","invert":false})";
}

TEST(HostileTokenizerTest, MergesAreLookedAtOneByOne) {
  EXPECT_EQ(message(file(bpe(k_abc, R"(["a b","ab c"])"))), "no error");
  EXPECT_EQ(message(file(bpe(k_abc, R"([["a","b"],["ab","c"]])"))), "no error");
  EXPECT_THAT(message(file(bpe(k_abc, R"(["a b","a b"])"))),
              AllOf(HasSubstr("model.merges[1]"), HasSubstr("a second time")));
  EXPECT_THAT(message(file(bpe(k_abc, R"(["a x"])"))),
              AllOf(HasSubstr("model.merges[0]"), HasSubstr("\"x\" is not in model.vocab")));
  EXPECT_THAT(message(file(bpe(k_abc, R"(["b c"])"))), HasSubstr("\"bc\" is not in model.vocab"));
  EXPECT_THAT(message(file(bpe(k_abc, R"(["ab"])"))), HasSubstr("two texts with a space"));
  EXPECT_THAT(message(file(bpe(k_abc, R"(["a b c"])"))), HasSubstr("two texts with a space"));
  EXPECT_THAT(message(file(bpe(k_abc, R"([["a","b","c"]])"))), HasSubstr("no pair"));
  EXPECT_THAT(message(file(bpe(k_abc, R"([7])"))), HasSubstr("model.merges[0]"));
  EXPECT_THAT(message(file(bpe(k_abc, R"({"a":"b"})"))), HasSubstr("model.merges"));
}

// A merge that gives one of its own parts would go round for ever.
TEST(HostileTokenizerTest, MergesGiveSomethingLonger) {
  EXPECT_THAT(message(file(bpe(R"({"":0,"a":1})", R"([["","a"]])"))),
              AllOf(HasSubstr("model.merges[0]"), HasSubstr("nothing longer")));
  EXPECT_THAT(message(file(bpe(R"({"##":0,"a":1})", R"([["a","##"]])",
                               R"("continuing_subword_prefix":"##",)"))),
              HasSubstr("nothing longer"));
  EXPECT_THAT(message(file(bpe(R"({"a":0,"b":1,"ab":2})", R"([["a","b"]])",
                               R"("continuing_subword_prefix":"##",)"))),
              HasSubstr("nothing longer"));
}

TEST(HostileTokenizerTest, WhatCannotBeKeptIsRefused) {
  EXPECT_THAT(message(file(bpe(k_abc, "[]", R"("dropout":0.1,)"))),
              AllOf(HasSubstr("model.dropout"), HasSubstr("not supported")));
  EXPECT_EQ(message(file(bpe(k_abc, "[]", R"("dropout":0.0,)"))), "no error");
  EXPECT_THAT(
      message(file(bpe(k_abc, "[]", R"("byte_fallback":true,"end_of_word_suffix":"</w>",)"))),
      HasSubstr("model.byte_fallback"));
}

TEST(HostileTokenizerTest, IdsAreInRange) {
  EXPECT_THAT(message(file(bpe(R"({"a":-1})", "[]"))), HasSubstr("model.vocab.a"));
  EXPECT_THAT(message(file(bpe(R"({"a":0,"b":0})", "[]"))), HasSubstr("the id 0 of"));
  EXPECT_THAT(message(file(bpe(R"({"a":4294967296})", "[]"))), HasSubstr("4294967296"));
  const std::string unigram = R"({"type":"Unigram","unk_id":2,"vocab":[["a",-1],["b",-2]]})";
  EXPECT_THAT(message(file(unigram)), HasSubstr("model.unk_id"));
  EXPECT_THAT(message(file(R"({"type":"Unigram","unk_id":0,"vocab":[]})")),
              HasSubstr("model.vocab"));
  EXPECT_THAT(message(file(R"({"type":"Unigram","vocab":[["a"]]})")), HasSubstr("model.vocab[0]"));
  EXPECT_THAT(message(file(R"({"type":"Unigram","vocab":[["a","b"]]})")),
              HasSubstr("model.vocab[0][1]"));
  // An id that is no place in the vocabulary takes no memory for those before it.
  const auto sparse = read_tokenizer(file(bpe(R"({"a":2147483647})", "[]")), "tokenizer.json");
  EXPECT_EQ(sparse->encode("a").at(0).id, 2147483647);
}

TEST(HostileTokenizerTest, TextsAreUtf8) {
  EXPECT_THAT(message(file(bpe("{\"a\xFF\":0}", "[]"))), HasSubstr("not JSON at byte"));
  EXPECT_THAT(message(file(bpe(R"({"\ud800":0})", "[]"))), HasSubstr("not JSON at byte"));
}

TEST(HostileTokenizerTest, BrokenExpressionsSayWhere) {
  const auto complaint = [](const std::string& expression) {
    return message(file(k_word_level, split(expression)));
  };
  EXPECT_EQ(complaint("a|b"), "no error");
  EXPECT_THAT(complaint("(a"), AllOf(HasSubstr("pre_tokenizer.pattern.Regex"), HasSubstr("'(a'"),
                                     HasSubstr("not closed")));
  EXPECT_THAT(complaint("a)"), HasSubstr("closes no group, at character 2"));
  EXPECT_THAT(complaint("[a"), HasSubstr("ends too early"));
  EXPECT_THAT(complaint("[]"), HasSubstr("ends too early"));
  EXPECT_THAT(complaint("[b-a]"), HasSubstr("range of characters is empty"));
  EXPECT_THAT(complaint("[[a&&b]c]"), HasSubstr("'[a&&b]' is not supported"));
  EXPECT_THAT(complaint("[[:emoji:]]"), HasSubstr("'[:emoji:]' is not supported"));
  EXPECT_THAT(complaint("(?s)a"), HasSubstr("'(?s' is not supported"));
  EXPECT_THAT(complaint("\\\\Xa"), HasSubstr("'\\X' is not supported"));
  EXPECT_THAT(complaint("\\\\p{Klingon}"), HasSubstr("unknown property"));
  EXPECT_THAT(complaint("*a"), HasSubstr("quantifier"));
  EXPECT_THAT(complaint("a\\\\"), HasSubstr("ends too early"));
  EXPECT_THAT(complaint("\\\\x{110000}"), HasSubstr("no character has this number"));
  EXPECT_THAT(complaint("((abcdefghij){1,999}){3,999}"), HasSubstr("is too large"));
  EXPECT_THAT(complaint(std::string(100'000, '(')), HasSubstr("nested too deep"));
  EXPECT_THAT(complaint(std::string(100'000, '[')), HasSubstr("nested too deep"));
}

TEST(HostileTokenizerTest, ExplodingExpressionsSaySo) {
  const auto started = std::chrono::steady_clock::now();
  const auto tokenizer = read_tokenizer(file(k_word_level, split("^(a+)+$")), "tokenizer.json");
  EXPECT_THAT(message_of_text(*tokenizer, std::string(60, 'a') + "b"),
              AllOf(HasSubstr("pre_tokenizer.pattern.Regex"), HasSubstr("too many steps")));
  const auto deep = read_tokenizer(file(k_word_level, split("(?:a|b)*c")), "tokenizer.json");
  static_cast<void>(message_of_text(*deep, std::string(1'000'000, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(30));
}

// Each of its matches stays within the limit of steps; a page of text would take half an hour.
TEST(HostileTokenizerTest, SlowExpressionsSaySo) {
  std::string expression;
  for (int i = 0; i < 19; ++i) expression += "a?";
  const auto tokenizer =
      read_tokenizer(file(k_word_level, split("(?:" + expression + "a{18}c)|a")), "tokenizer.json");
  EXPECT_EQ(message_of_text(*tokenizer, std::string(20, 'a')), "no error");
  const auto started = std::chrono::steady_clock::now();
  EXPECT_THAT(message_of_text(*tokenizer, std::string(1'000'000, 'a')),
              AllOf(HasSubstr("pre_tokenizer.pattern.Regex"), HasSubstr("takes too long")));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(60));
}

TEST(HostileTokenizerTest, BrokenCharsmapsSaySo) {
  const auto complaint = [](const std::string& charsmap) {
    return message(
        file(k_word_level,
             R"("normalizer":{"type":"Precompiled","precompiled_charsmap":")" + charsmap + "\"}"));
  };
  const auto is_named = HasSubstr("normalizer.precompiled_charsmap");
  EXPECT_THAT(complaint("%%%%"), AllOf(is_named, HasSubstr("no base64")));
  EXPECT_THAT(complaint("AAA"), AllOf(is_named, HasSubstr("no base64")));
  EXPECT_THAT(complaint(""), AllOf(is_named, HasSubstr("cut off")));
  EXPECT_THAT(complaint("/////w=="), AllOf(is_named, HasSubstr("cut off")));
  // A trie of 1 unit without children, and no text.
  EXPECT_EQ(complaint("BAAAAAAAAAA="), "no error");
  // Units 0: a child "A" (0x41) stands at 0x41, which is outside: no child.
  EXPECT_EQ(complaint("BAAAAAAEAAA="), "no error");
  // Text that is no UTF-8.
  EXPECT_THAT(complaint("BAAAAAAAAAD/"), AllOf(is_named, HasSubstr("not valid UTF-8")));
}

// Unit 0 has offset 4; unit 5 = 4 ^ 1 is its child by label 1, has a value at its base, which is
// unit 4, and that value lies behind the texts.
TEST(HostileTokenizerTest, TriesOfCharsmapsPointIntoTheirTexts) {
  std::string bytes(4 + 6 * 4, '\0');
  const auto put = [&bytes](std::size_t place, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i)
      bytes[place + i] = static_cast<char>((value >> 8 * i) & 0xFF);
  };
  put(0, 24);
  put(4, 4U << 10);
  put(4 + 5 * 4, (1U << 10) | 0x100 | 1);
  put(4 + 4 * 4, 0x80000000U | 9);
  bytes += std::string("a\0", 2);
  const auto complaint = [&bytes] {
    constexpr const char* digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      const auto byte = [&](std::size_t k) {
        return static_cast<unsigned>(static_cast<unsigned char>(bytes[i + k]));
      };
      const unsigned bits = byte(0) << 16 | byte(1) << 8 | byte(2);
      for (int shift = 18; shift >= 0; shift -= 6) text += digits[(bits >> shift) & 63];
    }
    return message(
        file(k_word_level,
             R"("normalizer":{"type":"Precompiled","precompiled_charsmap":")" + text + "\"}"));
  };
  EXPECT_THAT(complaint(), HasSubstr("points outside of its 2 bytes"));
  put(4 + 4 * 4, 0x80000000U | 0);
  EXPECT_EQ(complaint(), "no error");
}

TEST(HostileTokenizerTest, OtherPartsNameWhatIsWrong) {
  EXPECT_THAT(message(file(k_word_level, R"("decoder":{"type":"BPEDecoder","suffix":""})")),
              HasSubstr("decoder.suffix"));
  EXPECT_THAT(
      message(file(k_word_level, R"("pre_tokenizer":{"type":"Metaspace","replacement":"ab"})")),
      AllOf(HasSubstr("pre_tokenizer.replacement"), HasSubstr("one character")));
  EXPECT_THAT(
      message(file(
          k_word_level,
          R"("pre_tokenizer":{"type":"Metaspace","replacement":"_","prepend_scheme":"often"})")),
      AllOf(HasSubstr("often"), HasSubstr("always")));
  EXPECT_THAT(
      message(file(k_word_level, R"("pre_tokenizer":{"type":"Punctuation","behavior":"Kept"})")),
      AllOf(HasSubstr("Kept"), HasSubstr("Contiguous")));
  EXPECT_THAT(message(file(k_word_level, R"("pre_tokenizer":{"type":"FixedLength","length":0})")),
              HasSubstr("pre_tokenizer.length"));
  EXPECT_THAT(
      message(file(
          k_word_level,
          R"("normalizer":{"type":"Sequence","normalizers":[{"type":"Nmt"},{"type":"Shout"}]})")),
      AllOf(HasSubstr("normalizer.normalizers[1]"), HasSubstr("Shout")));
  const std::string one = R"({"type":"BertProcessing","sep":["?",0],"cls":["?",0]})";
  EXPECT_THAT(message(file(k_word_level, R"("post_processor":{"type":"Sequence","processors":[)" +
                                             one + "," + one + "]}")),
              HasSubstr("post_processor.processors: has several templates"));
}

// Every rule doubles the text, or makes a hundred of each character: the memory would be full long
// before the end.
TEST(HostileTokenizerTest, RulesDoNotBlowATextUp) {
  const auto repeated = [](const std::string& part, int n) {
    std::string list = part;
    for (int i = 1; i < n; ++i) list += "," + part;
    return list;
  };
  const auto replacement = [](const std::string& pattern, int n) {
    return R"({"type":"Replace","pattern":)" + pattern + R"(,"content":")" + std::string(n, 'a') +
           "\"}";
  };
  const std::string byte_level =
      R"({"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false})";
  const std::string text = std::string(100, 'a') + "é";
  for (const std::string& parts :
       {R"("normalizer":{"type":"Sequence","normalizers":[)" + repeated(byte_level, 40) + "]}",
        R"("pre_tokenizer":{"type":"Sequence","pretokenizers":[)" + repeated(byte_level, 40) + "]}",
        R"("normalizer":{"type":"Sequence","normalizers":[)" +
            repeated(replacement(R"({"String":"a"})", 100), 5) + "]}",
        R"("normalizer":)" + replacement(R"({"Regex":"x*"})", 10000),
        R"("normalizer":{"type":"Prepend","prepend":")" + std::string(100'000, 'x') + "\"}",
        R"("decoder":{"type":"Sequence","decoders":[)" +
            repeated(replacement(R"({"String":"a"})", 100), 5) + "]}",
        R"("decoder":{"type":"Sequence","decoders":[)" +
            repeated(replacement(R"({"Regex":"a"})", 100), 5) + "]}"}) {
    const auto tokenizer = read_tokenizer(
        file(R"({"type":"WordLevel","unk_token":"a","vocab":{"a":0}})", parts), "tokenizer.json");
    EXPECT_THAT(message_of_text(*tokenizer, text),
                AllOf(HasSubstr("tokenizer.json"), HasSubstr("more than 64")))
        << parts.substr(0, 100);
  }
  // What grows, but as tokenizers do: the longest decomposition that there is, 18 characters.
  std::string longest;
  for (int i = 0; i < 20'000; ++i) longest += "\xEF\xB7\xBA";
  const auto tokenizer =
      read_tokenizer(file(k_word_level, R"("normalizer":{"type":"NFKD"})"), "tokenizer.json");
  EXPECT_EQ(message_of_text(*tokenizer, longest), "no error");
}

TEST(HostileTokenizerTest, TemplatesHaveFewPlaces) {
  const auto complaint = [](int n_places, int n_ids) {
    std::string places, ids, tokens;
    for (int i = 0; i < n_places; ++i)
      places += std::string(i > 0 ? "," : "") + R"({"SpecialToken":{"id":"x","type_id":0}})";
    for (int i = 0; i < n_ids; ++i) {
      ids += i > 0 ? ",0" : "0";
      tokens += i > 0 ? R"(,"?")" : R"("?")";
    }
    return message(
        file(k_word_level, R"("post_processor":{"type":"TemplateProcessing","single":[)" + places +
                               R"(],"pair":[],"special_tokens":{"x":{"id":"x","ids":[)" + ids +
                               R"(],"tokens":[)" + tokens + "]}}}"));
  };
  EXPECT_EQ(complaint(64, 64), "no error");
  EXPECT_THAT(complaint(65, 1), AllOf(HasSubstr("post_processor.single"), HasSubstr("65 places")));
  EXPECT_THAT(complaint(2, 4000),
              AllOf(HasSubstr("post_processor.single[1]"), HasSubstr("more than 4096")));
}

/// A file with a part of nearly every kind.
std::string rich_file() {
  std::string bytes;
  for (const char* byte : {"C3", "A9", "F0", "9F", "98", "80"})
    bytes += std::string(",\"<0x") + byte + ">\":" + std::to_string(20 + bytes.size());
  return file(
      bpe(R"({"<unk>":0,"\u2581":1,"a":2,"b":3,"ab":4,"\u2581ab":5,"1":6)" + bytes + "}",
          R"([["a","b"],["\u2581","ab"]])",
          R"("unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,"ignore_merges":false,)"),
      R"("added_tokens":[{"id":0,"content":"<unk>","single_word":false,"lstrip":true,"rstrip":false,)"
      R"("normalized":false,"special":true}],)"
      R"("normalizer":{"type":"Sequence","normalizers":[{"type":"NFKC"},{"type":"Prepend","prepend":"\u2581"},)"
      R"({"type":"Precompiled","precompiled_charsmap":"BAAAAAAAAAA="},)"
      R"({"type":"Replace","pattern":{"Regex":"\\s+|[\\w&&[^a-z1]]"},"content":"\u2581"}]},)"
      R"("pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},)"
      R"x({"type":"Split","pattern":{"Regex":"(?i:'s)|\\p{N}{1,3}|[^\\s\\p{L}]+|\\s+(?!\\S)"},)x"
      R"("behavior":"MergedWithNext","invert":true},{"type":"Metaspace","replacement":"\u2581","prepend_scheme":"first","split":true}]},)"
      R"("post_processor":{"type":"Sequence","processors":[{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true},)"
      R"({"type":"RobertaProcessing","sep":["<unk>",0],"cls":["<unk>",0],"trim_offsets":true,"add_prefix_space":false}]},)"
      R"("decoder":{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"\u2581"},"content":" "},)"
      R"({"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]})");
}

// A damaged file is either still a tokenizer, and then tokenizes, or an Error: nothing else.
TEST(HostileTokenizerTest, DamagedFilesGiveNothingButErrors) {
  const std::string original = rich_file();
  ASSERT_EQ(message(original), "no error");
  const std::string fragments[] = {"{",  "}",  "[",    "]",    "\"", ",",        "null",
                                   "-1", "(",  ")",    "*",    "+",  "\\\\",     "{2,",
                                   "[^", "&&", "true", "\xFF", "A",  "999999999"};
  Random random(11);
  int n_errors = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string damaged = original;
    const auto n_changes = 1 + random.below(3);
    for (std::uint64_t change = 0; change < n_changes; ++change) {
      const std::size_t at = random.below(damaged.size());
      if (random.below(2) == 0)
        damaged.insert(at, fragments[random.below(std::size(fragments))]);
      else
        damaged.erase(at, 1 + random.below(6));
    }
    try {
      const auto tokenizer = read_tokenizer(damaged, "tokenizer.json");
      const Tokens tokens =
          tokenizer->encode("ab 12 'S é😀\n <unk> ΩΩ ab", {}, SpecialInText::parse);
      std::vector<std::int64_t> ids;
      for (const Token& token : tokens) {
        ASSERT_LE(token.begin, token.end);
        ids.push_back(*token.id);
      }
      static_cast<void>(tokenizer->decode(ids));
    } catch (const Tokenizer::Error&) {
      ++n_errors;
    }
  }
  EXPECT_GT(n_errors, 1000);
  EXPECT_LT(n_errors, 3000);
}

// The heap and the list of merges: no quadratic time on what is one word.
TEST(HostileTokenizerTest, LongWordsTakeLittleTime) {
  const auto started = std::chrono::steady_clock::now();
  const auto tokenizer = read_tokenizer(file(bpe(R"({"a":0,"b":1,"ab":2,"aa":3,"aaaa":4,"abab":5})",
                                                 R"(["a a","aa aa","a b","ab ab"])")),
                                        "tokenizer.json");
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += i % 3 == 0 ? "ab" : "aa";
  EXPECT_GT(tokenizer->encode(text).size(), 10'000U);
  const auto unigram = read_tokenizer(
      file(R"({"type":"Unigram","unk_id":0,"vocab":[["?",0],["a",-1],["ab",-1.5],["aaa",-2]]})"),
      "tokenizer.json");
  EXPECT_GT(unigram->encode(text).size(), 10'000U);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
}

}  // namespace
}  // namespace baryscope
