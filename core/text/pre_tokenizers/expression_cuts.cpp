#include "core/text/pre_tokenizers/expression_cuts.h"

#include <utility>

#include "core/text/metaspace_scheme.h"
#include "core/text/normalizers/rewriting_normalizers.h"
#include "core/text/pre_tokenizers/cutting.h"
#include "core/text/regex.h"

namespace baryscope {
namespace {

/// Cuts by an expression whose matches are the delimiters, or all but its matches.
void cut_by(const Regex& regex, bool invert, DelimiterBehavior behavior, Words& words) {
  Regex::Matcher matcher(regex);
  Stretches stretches;
  cut_each(words, [&](const Words::Word& word, std::vector<Words::Word>& result) {
    stretches.begin(word.begin);
    std::size_t done = word.begin;
    matcher.for_each(words.text.view(word.begin, word.end),
                     [&](std::size_t begin, std::size_t end) {
                       if (done < word.begin + begin) stretches.add(word.begin + begin, invert);
                       stretches.add(word.begin + end, !invert);
                       done = word.begin + end;
                     });
    if (done < word.end) stretches.add(word.end, invert);
    stretches.finish(behavior, result);
  });
}

class Split : public PreTokenizer {
 public:
  explicit Split(const JsonValue& json)
      : m_regex(json.at("pattern")),
        m_behavior(read_delimiter_behavior(json.at("behavior"))),
        m_invert(json.at("invert").boolean()) {}
  void cut(Words& words) const override { cut_by(m_regex, m_invert, m_behavior, words); }

 private:
  Regex m_regex;
  DelimiterBehavior m_behavior;
  bool m_invert;
};

/// The words written anew one by one: `rewrite(word, result)` appends a word's characters.
template <class Rewrite>
void rewrite_each(Words& words, const Rewrite& rewrite) {
  AlignedText result;
  result.reserve(words.text.size() + words.words.size());
  for (Words::Word& word : words.words) {
    const std::size_t begin = result.size();
    if (word.added != nullptr)
      result.append(words.text, word.begin, word.end);
    else
      rewrite(word, result);
    word.begin = begin;
    word.end = result.size();
  }
  words.text = std::move(result);
}

/// Radford et al. 2019 (GPT-2), the pattern of its encoder.
constexpr const char* k_gpt2_expression =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

class ByteLevel : public PreTokenizer {
 public:
  explicit ByteLevel(const JsonValue& json)
      : m_add_prefix_space(json.at("add_prefix_space").boolean()),
        m_regex(k_gpt2_expression, json.place()) {
    static_cast<void>(json.at("trim_offsets").boolean());
    if (const auto use_regex = json.find("use_regex")) m_use_regex = use_regex->boolean();
  }

  void cut(Words& words) const override {
    if (m_add_prefix_space)
      rewrite_each(words, [&](const Words::Word& word, AlignedText& result) {
        if (words.text.characters[word.begin] != U' ')
          result.append(U' ', words.text.sources[word.begin]);
        result.append(words.text, word.begin, word.end);
      });
    if (m_use_regex) cut_by(m_regex, false, DelimiterBehavior::isolated, words);
    rewrite_each(words, [&](const Words::Word& word, AlignedText& result) {
      append_spelled_bytes(words.text, word.begin, word.end, result);
    });
  }

 private:
  bool m_add_prefix_space;
  bool m_use_regex = true;
  Regex m_regex;
};

class Metaspace : public PreTokenizer {
 public:
  explicit Metaspace(const JsonValue& json) : m_scheme(read_metaspace_scheme(json)) {
    if (const auto split = json.find("split"); split && !split->is_null())
      m_split = split->boolean();
  }

  void cut(Words& words) const override {
    rewrite_each(words, [&](const Words::Word& word, AlignedText& result) {
      const std::size_t begin = result.size();
      const SourceSpan source = words.text.sources[word.begin];
      const char32_t first = words.text.characters[word.begin];
      const bool prepends =
          m_scheme.prepend == MetaspaceScheme::Prepend::always ||
          (m_scheme.prepend == MetaspaceScheme::Prepend::first && source.begin == 0);
      if (prepends && first != U' ' && first != m_scheme.replacement)
        result.append(m_scheme.replacement, source);
      result.append(words.text, word.begin, word.end);
      for (std::size_t i = begin; i < result.size(); ++i)
        if (result.characters[i] == U' ') result.characters[i] = m_scheme.replacement;
    });
    if (m_split)
      cut_at(words, DelimiterBehavior::merged_with_next,
             [this](char32_t c) { return c == m_scheme.replacement; });
  }

 private:
  MetaspaceScheme m_scheme;
  bool m_split = true;
};

}  // namespace

std::unique_ptr<const PreTokenizer> read_split(const JsonValue& json) {
  return std::make_unique<const Split>(json);
}
std::unique_ptr<const PreTokenizer> read_byte_level(const JsonValue& json) {
  return std::make_unique<const ByteLevel>(json);
}
std::unique_ptr<const PreTokenizer> read_metaspace(const JsonValue& json) {
  return std::make_unique<const Metaspace>(json);
}

}  // namespace baryscope
