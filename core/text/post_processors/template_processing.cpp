#include "core/text/post_processors/template_processing.h"

#include <fmt/format.h>

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/text/post_processors/trimmed_spaces.h"

namespace baryscope {
namespace {

/// One place of a template: a sentence, or special tokens.
struct TemplatePiece {
  std::optional<std::size_t> sentence;  // 0 or 1
  int segment = 0;
  Tokens specials;  // if it is no sentence
};
using Template = std::vector<TemplatePiece>;

int read_id(const JsonValue& json) {
  return static_cast<int>(json.integer(0, std::numeric_limits<int>::max()));
}

Token special_token(int id, std::string text) {
  Token token;
  token.id = id;
  token.text = std::move(text);
  token.special = true;
  return token;
}

TemplatePiece read_specials(const JsonValue& piece, const JsonValue& special_tokens) {
  TemplatePiece result;
  result.segment = read_id(piece.at("type_id"));
  const JsonValue special = special_tokens.at(piece.at("id").text());
  special.at("ids").for_each_element(
      [&](const JsonValue& id) { result.specials.push_back(special_token(read_id(id), "")); });
  const JsonValue tokens = special.at("tokens");
  if (tokens.n_elements() != result.specials.size())
    tokens.fail(fmt::format("has {} elements; \"ids\" has {}", tokens.n_elements(),
                            result.specials.size()));
  std::size_t i = 0;
  tokens.for_each_element(
      [&](const JsonValue& token) { result.specials[i++].text = token.text(); });
  return result;
}

// A few lines could ask for any number of copies of a text, or of tokens.
constexpr std::size_t k_most_places = 64;
constexpr std::size_t k_most_specials = 4096;

Template read_template(const JsonValue& json, const JsonValue& special_tokens, int n_sentences) {
  Template result;
  std::size_t n_specials = 0;
  if (json.n_elements() > k_most_places)
    json.fail(fmt::format("has {} places; at most {} are read", json.n_elements(), k_most_places));
  json.for_each_element([&](const JsonValue& element) {
    if (const auto special = element.find("SpecialToken")) {
      result.push_back(read_specials(*special, special_tokens));
      n_specials += result.back().specials.size();
      if (n_specials > k_most_specials)
        element.fail(
            fmt::format("has more than {} special tokens with those before it", k_most_specials));
      return;
    }
    const JsonValue sequence = element.at("Sequence");
    const std::string id = sequence.at("id").text();
    if (id != "A" && !(id == "B" && n_sentences == 2))
      sequence.at("id").fail(
          fmt::format("is \"{}\"; expected \"A\"{}", id, n_sentences == 2 ? " or \"B\"" : ""));
    result.push_back({id == "A" ? 0U : 1U, read_id(sequence.at("type_id")), {}});
  });
  return result;
}

/// ["[SEP]", 102]
Token read_pair(const JsonValue& json) {
  if (json.n_elements() != 2) json.fail("is no pair of a token and its id");
  std::string text;
  std::optional<int> id;
  bool is_first = true;
  json.for_each_element([&](const JsonValue& element) {
    if (is_first)
      text = element.text();
    else
      id = read_id(element);
    is_first = false;
  });
  return special_token(*id, std::move(text));
}

class TemplateProcessing : public PostProcessor {
 public:
  TemplateProcessing(Template single, Template pair)
      : m_single(std::move(single)), m_pair(std::move(pair)) {}

  void process(std::vector<Tokens>& parts) const override {
    std::vector<Tokens> result;
    for (const TemplatePiece& piece : parts.size() == 1 ? m_single : m_pair) {
      result.push_back(piece.sentence ? parts.at(*piece.sentence) : piece.specials);
      for (Token& token : result.back()) token.segment = piece.segment;
    }
    parts = std::move(result);
  }
  [[nodiscard]] bool is_template() const override { return true; }

 private:
  Template m_single, m_pair;
};

class RobertaProcessing : public TemplateProcessing {
 public:
  RobertaProcessing(const Token& cls, const Token& sep, const SpaceTrimming& trimming)
      : TemplateProcessing({{{}, 0, {cls}}, {0, 0, {}}, {{}, 0, {sep}}}, {{{}, 0, {cls}},
                                                                          {0, 0, {}},
                                                                          {{}, 0, {sep}},
                                                                          {{}, 0, {sep}},
                                                                          {1, 0, {}},
                                                                          {{}, 0, {sep}}}),
        m_trimming(trimming) {}

  void process(std::vector<Tokens>& parts) const override {
    for (Tokens& tokens : parts) m_trimming.apply(tokens);
    TemplateProcessing::process(parts);
  }

 private:
  SpaceTrimming m_trimming;
};

class ByteLevelProcessing : public PostProcessor {
 public:
  explicit ByteLevelProcessing(const JsonValue& json) : m_trimming(read_space_trimming(json)) {}
  void process(std::vector<Tokens>& parts) const override {
    for (Tokens& tokens : parts) m_trimming.apply(tokens);
  }

 private:
  SpaceTrimming m_trimming;
};

}  // namespace

std::unique_ptr<const PostProcessor> read_template_processing(const JsonValue& json) {
  const JsonValue special_tokens = json.at("special_tokens");
  return std::make_unique<const TemplateProcessing>(
      read_template(json.at("single"), special_tokens, 1),
      read_template(json.at("pair"), special_tokens, 2));
}

std::unique_ptr<const PostProcessor> read_bert_processing(const JsonValue& json) {
  const Token cls = read_pair(json.at("cls"));
  const Token sep = read_pair(json.at("sep"));
  const Template single{{{}, 0, {cls}}, {0, 0, {}}, {{}, 0, {sep}}};
  Template pair = single;
  pair.push_back({1, 1, {}});
  pair.push_back({{}, 1, {sep}});
  return std::make_unique<const TemplateProcessing>(single, pair);
}

std::unique_ptr<const PostProcessor> read_roberta_processing(const JsonValue& json) {
  return std::make_unique<const RobertaProcessing>(
      read_pair(json.at("cls")), read_pair(json.at("sep")), read_space_trimming(json));
}

std::unique_ptr<const PostProcessor> read_byte_level_processing(const JsonValue& json) {
  return std::make_unique<const ByteLevelProcessing>(json);
}

}  // namespace baryscope
