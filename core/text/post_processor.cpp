#include "core/text/post_processor.h"

#include <fmt/format.h>

#include <limits>

#include "core/base/nearest_name.h"

namespace baryscope {
namespace {

constexpr int k_max_id = std::numeric_limits<int>::max();

int read_id(const JsonValue& json) { return static_cast<int>(json.integer(0, k_max_id)); }

TemplatePiece read_specials(const JsonValue& piece, const JsonValue& special_tokens) {
  TemplatePiece result;
  result.segment = read_id(piece.at("type_id"));
  const JsonValue special = special_tokens.at(piece.at("id").text());
  special.at("ids").for_each_element(
      [&](const JsonValue& id) { result.specials.push_back({read_id(id), ""}); });
  const JsonValue tokens = special.at("tokens");
  if (tokens.n_elements() != result.specials.size())
    tokens.fail(fmt::format("has {} elements; \"ids\" has {}", tokens.n_elements(),
                            result.specials.size()));
  std::size_t i = 0;
  tokens.for_each_element(
      [&](const JsonValue& token) { result.specials[i++].text = token.text(); });
  return result;
}

std::vector<TemplatePiece> read_template(const JsonValue& json, const JsonValue& special_tokens,
                                         int n_sentences) {
  std::vector<TemplatePiece> result;
  json.for_each_element([&](const JsonValue& element) {
    if (const auto special = element.find("SpecialToken")) {
      result.push_back(read_specials(*special, special_tokens));
      return;
    }
    const JsonValue sequence = element.at("Sequence");
    const std::string id = sequence.at("id").text();
    if (id != "A" && !(id == "B" && n_sentences == 2))
      sequence.at("id").fail(
          fmt::format("is \"{}\"; expected \"A\"{}", id, n_sentences == 2 ? " or \"B\"" : ""));
    result.push_back({id == "A" ? 0 : 1, read_id(sequence.at("type_id")), {}});
  });
  return result;
}

/// ["[SEP]", 102]
TemplatePiece read_bert_special(const JsonValue& json) {
  TemplatePiece result;
  result.specials.emplace_back();
  if (json.n_elements() != 2) json.fail("is no pair of a token and its id");
  int i = 0;
  json.for_each_element([&](const JsonValue& element) {
    if (i++ == 0)
      result.specials.back().text = element.text();
    else
      result.specials.back().id = read_id(element);
  });
  return result;
}

}  // namespace

PostProcessor read_post_processor(const JsonValue& json) {
  if (json.is_null()) return {};
  const std::string type = json.at("type").text();
  if (type == "TemplateProcessing") {
    const JsonValue special_tokens = json.at("special_tokens");
    return {read_template(json.at("single"), special_tokens, 1),
            read_template(json.at("pair"), special_tokens, 2)};
  }
  if (type == "BertProcessing") {
    const TemplatePiece cls = read_bert_special(json.at("cls"));
    const TemplatePiece sep = read_bert_special(json.at("sep"));
    TemplatePiece second_sep = sep;
    second_sep.segment = 1;
    const TemplatePiece first{0, 0, {}};
    const TemplatePiece second{1, 1, {}};
    return {{cls, first, sep}, {cls, first, sep, second, second_sep}};
  }
  json.fail("unsupported: " +
            unknown_name_message("post-processor", type, {"TemplateProcessing", "BertProcessing"}));
}

}  // namespace baryscope
