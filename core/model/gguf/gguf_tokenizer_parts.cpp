#include "core/model/gguf/gguf_tokenizer_parts.h"

#include <cstddef>
#include <string>
#include <utility>

#include "core/text/json_document.h"

namespace baryscope {
namespace {

using nlohmann::json;

/// A template of one text and of two, while it is written.
class Template {
 public:
  explicit Template(const GgufVocabulary& vocabulary) : m_vocabulary(vocabulary) {}

  void add(json& pieces, bool adds, const std::optional<int>& id, int segment) {
    if (!adds || !id) return;
    const std::string& text = m_vocabulary.texts[static_cast<std::size_t>(*id)];
    m_tokens[text] = {{"id", text}, {"ids", {*id}}, {"tokens", {text}}};
    pieces.push_back({{"SpecialToken", {{"id", text}, {"type_id", segment}}}});
  }
  static void add_text(json& pieces, const char* name, int segment) {
    pieces.push_back({{"Sequence", {{"id", name}, {"type_id", segment}}}});
  }
  [[nodiscard]] json processor(const json& single, const json& pair) const {
    if (m_tokens.empty()) return nullptr;
    return {{"type", "TemplateProcessing"},
            {"single", single},
            {"pair", pair},
            {"special_tokens", m_tokens}};
  }

 private:
  const GgufVocabulary& m_vocabulary;
  json m_tokens = json::object();
};

json template_of(const GgufVocabulary& vocabulary, const GgufSpecials& specials, bool begins_again,
                 int second) {
  Template whole(vocabulary);
  json single = json::array();
  whole.add(single, specials.adds_begin, specials.begin, 0);
  Template::add_text(single, "A", 0);
  whole.add(single, specials.adds_end, specials.end, 0);
  json pair = single;
  whole.add(pair, specials.adds_separator, specials.separator, 0);
  whole.add(pair, specials.adds_begin && begins_again, specials.begin, second);
  Template::add_text(pair, "B", second);
  whole.add(pair, specials.adds_end, specials.end, second);
  return whole.processor(single, pair);
}

}  // namespace

json in_sequence(const char* members, std::vector<json> parts) {
  return {{"type", "Sequence"}, {members, std::move(parts)}};
}
json replacement(const char* what, const char* content) {
  return {{"type", "Replace"}, {"pattern", {{"String", what}}}, {"content", content}};
}

void add_single_spaces(const GgufValues& values, std::vector<json>& normalizers) {
  if (!values.find_flag(gguf_key::k_single_spaces).value_or(false)) return;
  normalizers.push_back({{"type", "Strip"}, {"strip_left", true}, {"strip_right", true}});
  normalizers.push_back({{"type", "Replace"}, {"pattern", {{"Regex", " {2,}"}}}, {"content", " "}});
}

json gguf_added_tokens(const GgufVocabulary& vocabulary, const GgufSpecials& specials) {
  const auto is_named = [&](std::size_t id) {
    for (const auto& special : {specials.begin, specials.end, specials.unknown, specials.separator,
                                specials.mask, specials.padding})
      if (special && static_cast<std::size_t>(*special) == id) return true;
    return false;
  };
  json added = json::array();
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    const GgufTokenType type = vocabulary.types[id];
    const bool special = is_special(type) || is_named(id);
    if (!special && !is_found_whole(type)) continue;
    added.push_back({{"id", id},
                     {"content", vocabulary.texts[id]},
                     {"single_word", false},
                     {"lstrip", specials.mask_strips && specials.mask == static_cast<int>(id)},
                     {"rstrip", false},
                     {"normalized", false},
                     {"special", special}});
  }
  return added;
}

json gguf_template(const GgufVocabulary& vocabulary, const GgufSpecials& specials) {
  const bool separates = specials.adds_separator;
  return template_of(vocabulary, specials, !separates, separates ? 0 : 1);
}
json gguf_bert_template(const GgufVocabulary& vocabulary, const GgufSpecials& specials) {
  return template_of(vocabulary, specials, false, 1);
}

std::unique_ptr<const Tokenizer> put_together(const GgufValues& values,
                                              std::unique_ptr<const TokenModel> model,
                                              GgufTokenizerParts parts) {
  const json whole = {{"added_tokens", std::move(parts.added_tokens)},
                      {"normalizer", std::move(parts.normalizer)},
                      {"pre_tokenizer", std::move(parts.pre_tokenizer)},
                      {"post_processor", std::move(parts.post_processor)},
                      {"decoder", std::move(parts.decoder)}};
  return read_tokenizer(whole.dump(), values.path().string(), std::move(model));
}

std::unique_ptr<const TokenModel> read_model_json(const GgufValues& values, const json& model) {
  const JsonDocument document(model.dump(), values.path().string());
  return read_token_model(document.root());
}

}  // namespace baryscope
