#include "core/model/gguf/gguf_tokenizer_words.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/model/gguf/gguf_tokenizer_keys.h"
#include "core/model/gguf/gguf_tokenizer_parts.h"

namespace baryscope {
namespace {

using nlohmann::json;

constexpr const char* k_continuing = "##";
constexpr int k_longest_word = 100;  // characters, as BERT's own files have it

/// "[CLS]"; older converters leave these bare whatever their type.
bool is_bracketed(std::string_view text) {
  return text.size() > 2 && text.starts_with('[') && text.ends_with(']');
}

void respell(const GgufValues& values, GgufVocabulary& vocabulary) {
  constexpr std::string_view mark = k_word_mark;
  const std::vector<std::string_view> own = values.texts(gguf_key::k_tokens);
  vocabulary.by_text.clear();
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    std::string& text = vocabulary.texts[id];
    if (own[id].starts_with(mark) && own[id].size() > mark.size())
      text.erase(0, mark.size());
    else if (!is_special(vocabulary.types[id]) && !is_bracketed(own[id]))
      text = k_continuing + std::string(own[id]);
    const auto [other, is_new] = vocabulary.by_text.emplace(text, static_cast<std::uint32_t>(id));
    if (!is_new)
      values.fail(gguf_element(gguf_key::k_tokens, id),
                  fmt::format("stands for \"{}\", as does {}", shown_gguf_text(text),
                              gguf_element(gguf_key::k_tokens, other->second)));
  }
}

GgufSpecials read_bert_specials(const GgufValues& values, std::size_t n_tokens) {
  GgufSpecials defaults;
  defaults.unknown = 100;
  defaults.begin = 101;
  defaults.separator = 102;
  defaults.mask = 103;
  defaults.mask_strips = false;
  if (values.has(gguf_key::k_class)) defaults.begin_key = gguf_key::k_class;
  GgufSpecials specials = read_gguf_specials(values, n_tokens, defaults);
  if (!specials.begin) values.fail(specials.begin_key, "is missing");
  if (!specials.separator) values.fail(gguf_key::k_separator, "is missing");
  if (!specials.unknown) values.fail(gguf_key::k_unknown, "is missing");
  if (!values.has(gguf_key::k_types)) specials.padding = 0;
  specials.end = specials.separator;
  specials.adds_begin = specials.adds_end = true;
  return specials;
}

json word_piece_model(const GgufVocabulary& vocabulary, const GgufSpecials& specials) {
  json vocab = json::object();
  for (std::size_t id = 0; id < vocabulary.size(); ++id) vocab[vocabulary.texts[id]] = id;
  return {{"type", "WordPiece"},
          {"unk_token", vocabulary.texts[static_cast<std::size_t>(*specials.unknown)]},
          {"continuing_subword_prefix", k_continuing},
          {"max_input_chars_per_word", k_longest_word},
          {"vocab", std::move(vocab)}};
}

json bert_normalizer(const GgufValues& values) {
  const bool lowercase = values.find_flag(gguf_key::k_lowercase).value_or(true);
  return {{"type", "BertNormalizer"},
          {"clean_text", true},
          {"handle_chinese_chars", true},
          {"strip_accents", values.find_flag(gguf_key::k_strip_accents).value_or(lowercase)},
          {"lowercase", lowercase}};
}

}  // namespace

std::unique_ptr<const Tokenizer> read_gguf_word_pieces(const GgufValues& values) {
  GgufVocabulary vocabulary = read_gguf_vocabulary(values);
  respell(values, vocabulary);
  const GgufSpecials specials = read_bert_specials(values, vocabulary.size());
  GgufTokenizerParts parts;
  parts.added_tokens = gguf_added_tokens(vocabulary, specials);
  parts.normalizer = bert_normalizer(values);
  parts.pre_tokenizer = {{"type", "BertPreTokenizer"}};
  parts.post_processor = gguf_bert_template(vocabulary, specials);
  parts.decoder = {{"type", "WordPiece"}, {"prefix", k_continuing}, {"cleanup", true}};
  return put_together(values, read_model_json(values, word_piece_model(vocabulary, specials)),
                      std::move(parts));
}

}  // namespace baryscope
