#include "core/text/pre_tokenizers/character_cuts.h"

#include <algorithm>
#include <limits>

#include "core/text/pre_tokenizers/cutting.h"
#include "core/text/unicode_ranges.h"

namespace baryscope {
namespace {

class WhitespaceSplit : public PreTokenizer {
 public:
  void cut(Words& words) const override {
    cut_at(words, DelimiterBehavior::removed, is_whitespace);
  }
};

class BertPreTokenizer : public WhitespaceSplit {
 public:
  void cut(Words& words) const override {
    WhitespaceSplit::cut(words);
    cut_at(words, DelimiterBehavior::isolated, is_punctuation);
  }
};

class Whitespace : public WhitespaceSplit {
 public:
  void cut(Words& words) const override {
    WhitespaceSplit::cut(words);
    cut_each(words, [&](const Words::Word& word, std::vector<Words::Word>& result) {
      const std::u32string& text = words.text.characters;
      std::size_t begin = word.begin;
      for (std::size_t i = word.begin + 1; i < word.end; ++i) {
        if (is_word_character(text[i - 1]) == is_word_character(text[i])) continue;
        result.push_back({begin, i, nullptr});
        begin = i;
      }
      result.push_back({begin, word.end, nullptr});
    });
  }
};

class Punctuation : public PreTokenizer {
 public:
  explicit Punctuation(const JsonValue& json) {
    if (const auto behavior = json.find("behavior"))
      m_behavior = read_delimiter_behavior(*behavior);
  }
  void cut(Words& words) const override { cut_at(words, m_behavior, is_punctuation); }

 private:
  DelimiterBehavior m_behavior = DelimiterBehavior::isolated;
};

class Digits : public PreTokenizer {
 public:
  explicit Digits(const JsonValue& json)
      : m_behavior(json.at("individual_digits").boolean() ? DelimiterBehavior::isolated
                                                          : DelimiterBehavior::contiguous) {}
  void cut(Words& words) const override { cut_at(words, m_behavior, is_numeric); }

 private:
  DelimiterBehavior m_behavior;
};

class DelimiterSplit : public PreTokenizer {
 public:
  explicit DelimiterSplit(const JsonValue& json) : m_delimiter(json.at("delimiter").character()) {}
  void cut(Words& words) const override {
    cut_at(words, DelimiterBehavior::removed, [this](char32_t c) { return c == m_delimiter; });
  }

 private:
  char32_t m_delimiter;
};

class FixedLength : public PreTokenizer {
 public:
  explicit FixedLength(const JsonValue& json) {
    if (const auto length = json.find("length"))
      m_length =
          static_cast<std::size_t>(length->integer(1, std::numeric_limits<std::int32_t>::max()));
  }
  void cut(Words& words) const override {
    cut_each(words, [&](const Words::Word& word, std::vector<Words::Word>& result) {
      for (std::size_t i = word.begin; i < word.end; i += m_length)
        result.push_back({i, std::min(i + m_length, word.end), nullptr});
    });
  }

 private:
  std::size_t m_length = 5;
};

}  // namespace

std::unique_ptr<const PreTokenizer> read_bert_pre_tokenizer(const JsonValue& /*json*/) {
  return std::make_unique<const BertPreTokenizer>();
}
std::unique_ptr<const PreTokenizer> read_whitespace_split(const JsonValue& /*json*/) {
  return std::make_unique<const WhitespaceSplit>();
}
std::unique_ptr<const PreTokenizer> read_whitespace(const JsonValue& /*json*/) {
  return std::make_unique<const Whitespace>();
}
std::unique_ptr<const PreTokenizer> read_punctuation(const JsonValue& json) {
  return std::make_unique<const Punctuation>(json);
}
std::unique_ptr<const PreTokenizer> read_digits(const JsonValue& json) {
  return std::make_unique<const Digits>(json);
}
std::unique_ptr<const PreTokenizer> read_delimiter_split(const JsonValue& json) {
  return std::make_unique<const DelimiterSplit>(json);
}
std::unique_ptr<const PreTokenizer> read_fixed_length(const JsonValue& json) {
  return std::make_unique<const FixedLength>(json);
}

}  // namespace baryscope
