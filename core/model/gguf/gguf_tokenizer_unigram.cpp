#include "core/model/gguf/gguf_tokenizer_unigram.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/model/gguf/gguf_tokenizer_keys.h"
#include "core/model/gguf/gguf_tokenizer_parts.h"
#include "core/text/base64.h"

namespace baryscope {
namespace {

using nlohmann::json;

/// Padding to a round size has scores far below all pieces; what is unknown scores by the lowest.
json entries_of(const GgufVocabulary& vocabulary, const std::vector<double>& scores) {
  std::optional<double> lowest;
  for (std::size_t id = 0; id < vocabulary.size(); ++id)
    if (vocabulary.types[id] == GgufTokenType::normal)
      lowest = std::min(lowest.value_or(scores[id]), scores[id]);
  json entries = json::array();
  for (std::size_t id = 0; id < vocabulary.size(); ++id)
    entries.push_back({vocabulary.texts[id], std::max(scores[id], lowest.value_or(scores[id]))});
  return entries;
}

/// The bytes of SentencePiece's table, as text.
std::optional<std::string> find_character_map(const GgufValues& values) {
  const GgufValue* map = values.find(gguf_key::k_character_map);
  if (map == nullptr || map->n_values == 0) return std::nullopt;
  if (!map->is_array || (map->kind != GgufKind::u8 && map->kind != GgufKind::i8))
    values.fail(gguf_key::k_character_map, "is no array of bytes");
  return to_base64(map->bytes);
}

json unigram_normalizer(const GgufValues& values) {
  std::vector<json> steps;
  if (const auto map = find_character_map(values))
    steps.push_back({{"type", "Precompiled"}, {"precompiled_charsmap", *map}});
  add_single_spaces(values, steps);
  return in_sequence("normalizers", std::move(steps));
}

json spaces(bool prefix) {
  return {{"type", "Metaspace"},
          {"replacement", k_word_mark},
          {"prepend_scheme", prefix ? "always" : "never"},
          {"split", false}};
}

}  // namespace

std::unique_ptr<const Tokenizer> read_gguf_unigram(const GgufValues& values) {
  const GgufVocabulary vocabulary = read_gguf_vocabulary(values);
  GgufSpecials defaults;
  defaults.end = 1;
  defaults.unknown = 2;
  defaults.adds_end = true;
  const GgufSpecials specials = read_gguf_specials(values, vocabulary.size(), defaults);
  const bool prefix = values.find_flag(gguf_key::k_add_space).value_or(true);
  const bool has_bytes = std::ranges::count(vocabulary.types, GgufTokenType::byte) > 0;
  GgufTokenizerParts parts;
  parts.added_tokens = gguf_added_tokens(vocabulary, specials);
  parts.normalizer = unigram_normalizer(values);
  parts.pre_tokenizer = spaces(prefix);
  parts.post_processor = gguf_template(vocabulary, specials);
  parts.decoder = has_bytes
                      ? in_sequence("decoders", {json{{"type", "ByteFallback"}}, spaces(prefix)})
                      : spaces(prefix);
  json model = {{"type", "Unigram"},
                {"vocab", entries_of(vocabulary, read_gguf_scores(values, vocabulary))},
                {"byte_fallback", has_bytes}};
  if (specials.unknown) model["unk_id"] = *specials.unknown;
  return put_together(values, read_model_json(values, model), std::move(parts));
}

}  // namespace baryscope
