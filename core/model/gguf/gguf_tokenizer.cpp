#include "core/model/gguf/gguf_tokenizer.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/nearest_name.h"
#include "core/model/gguf/gguf_tokenizer_cuts.h"
#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/model/gguf/gguf_tokenizer_keys.h"
#include "core/model/gguf/gguf_tokenizer_merges.h"
#include "core/model/gguf/gguf_tokenizer_parts.h"
#include "core/model/gguf/gguf_tokenizer_unigram.h"
#include "core/model/gguf/gguf_tokenizer_words.h"

namespace baryscope {
namespace {

using nlohmann::json;

std::unique_ptr<const Tokenizer> read_byte_level(const GgufValues& values) {
  const GgufCuts cuts = find_gguf_cuts(values);
  GgufVocabulary vocabulary = read_gguf_vocabulary(values);
  GgufSpecials defaults;
  defaults.adds_begin = cuts.adds_begin;
  GgufSpecials specials = read_gguf_specials(values, vocabulary.size(), defaults);
  // Bytes leave nothing unknown; files name any token here, an ordinary one among them.
  specials.unknown.reset();
  GgufTokenizerParts parts;
  parts.added_tokens = gguf_added_tokens(vocabulary, specials);
  parts.normalizer = gguf_cut_normalizer(cuts);
  parts.pre_tokenizer = gguf_pre_tokenizer(cuts);
  parts.post_processor = gguf_template(vocabulary, specials);
  parts.decoder = {{"type", "ByteLevel"}};
  BpeParts model;
  model.merges = read_gguf_merges(values, vocabulary);
  model.texts = std::move(vocabulary.texts);
  model.ignore_merges = cuts.ignores_merges;
  return put_together(values, make_bpe(std::move(model)), std::move(parts));
}

std::unique_ptr<const Tokenizer> read_sentence_pieces(const GgufValues& values) {
  GgufVocabulary vocabulary = read_gguf_vocabulary(values);
  GgufSpecials defaults;
  defaults.unknown = 0;
  defaults.begin = 1;
  defaults.end = 2;
  defaults.adds_begin = true;
  const GgufSpecials specials = read_gguf_specials(values, vocabulary.size(), defaults);
  const bool prefix = values.find_flag(gguf_key::k_add_space).value_or(true);
  std::vector<json> normalizers;
  add_single_spaces(values, normalizers);
  if (prefix) normalizers.push_back({{"type", "Prepend"}, {"prepend", k_word_mark}});
  normalizers.push_back(replacement(" ", k_word_mark));
  std::vector<json> decoders = {replacement(k_word_mark, " "), json{{"type", "ByteFallback"}},
                                json{{"type", "Fuse"}}};
  if (prefix) decoders.push_back({{"type", "Strip"}, {"content", " "}, {"start", 1}, {"stop", 0}});
  GgufTokenizerParts parts;
  parts.added_tokens = gguf_added_tokens(vocabulary, specials);
  parts.normalizer = in_sequence("normalizers", std::move(normalizers));
  parts.post_processor = gguf_template(vocabulary, specials);
  parts.decoder = in_sequence("decoders", std::move(decoders));
  BpeParts model;
  model.merges = merges_by_score(values, vocabulary);
  if (specials.unknown)
    model.unknown = vocabulary.texts[static_cast<std::size_t>(*specials.unknown)];
  model.texts = std::move(vocabulary.texts);
  model.fuse_unknown = true;
  model.byte_fallback = true;
  return put_together(values, make_bpe(std::move(model)), std::move(parts));
}

struct Kind {
  const char* name;  // in files
  std::unique_ptr<const Tokenizer> (*read)(const GgufValues& values);
  bool has_cuts = false;  ///< `tokenizer.ggml.pre` says how words are cut
};
constexpr Kind k_kinds[] = {
    {"gpt2", read_byte_level, true},
    {"llama", read_sentence_pieces},
    {"bert", read_gguf_word_pieces},
    {"t5", read_gguf_unigram},
};

const Kind* find_kind(std::string_view name) {
  const auto* kind =
      std::ranges::find_if(k_kinds, [&](const Kind& row) { return name == row.name; });
  return kind == std::end(k_kinds) ? nullptr : kind;
}

}  // namespace

std::unique_ptr<const Tokenizer> read_gguf_tokenizer(const GgufValues& values) {
  const std::string_view name = values.text(gguf_key::k_kind);
  if (const Kind* kind = find_kind(name)) return kind->read(values);
  std::vector<std::string> known;
  for (const Kind& kind : k_kinds) known.emplace_back(kind.name);
  values.fail(gguf_key::k_kind,
              "is not supported: " +
                  unknown_name_message("kind of tokenizer", shown_gguf_text(name), known));
}

std::optional<std::string> find_gguf_tokenizer_note(const GgufValues& values) {
  const Kind* kind = find_kind(values.find_text(gguf_key::k_kind).value_or(""));
  if (kind == nullptr || !kind->has_cuts) return std::nullopt;
  if (!values.find_text(gguf_key::k_cuts).value_or("").empty()) return std::nullopt;
  return fmt::format(
      "{} is missing: words are cut as llama.cpp does then, maybe not as the model learned them",
      gguf_key::k_cuts);
}

std::int64_t gguf_vocabulary_size(const GgufValues& values) {
  const GgufValue* tokens = values.find(gguf_key::k_tokens);
  return tokens == nullptr ? 0 : static_cast<std::int64_t>(tokens->n_values);
}

}  // namespace baryscope
