#include "core/model/gguf/gguf_tokenizer_entries.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/options/option_spec.h"

namespace baryscope {
namespace {

constexpr std::uint64_t k_max_tokens = 1 << 23;
constexpr std::ptrdiff_t k_max_found = 1 << 18;

void read_texts(const GgufValues& values, GgufVocabulary& vocabulary) {
  const auto n = static_cast<std::uint64_t>(values.find(gguf_key::k_tokens)->n_values);
  if (n == 0) values.fail(gguf_key::k_tokens, "is empty");
  if (n > k_max_tokens)
    values.fail(gguf_key::k_tokens,
                fmt::format("has {} tokens; at most {} are read", n, k_max_tokens));
  const std::vector<std::string_view> texts = values.texts(gguf_key::k_tokens);
  vocabulary.texts.reserve(texts.size());
  vocabulary.by_text.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (!is_utf8(texts[i])) values.fail(gguf_element(gguf_key::k_tokens, i), "is no UTF-8");
    vocabulary.texts.push_back(texts[i].empty() ? fmt::format("[EMPTY_{}]", i)
                                                : std::string(texts[i]));
    const auto [other, is_new] =
        vocabulary.by_text.emplace(vocabulary.texts.back(), static_cast<std::uint32_t>(i));
    if (!is_new)
      values.fail(gguf_element(gguf_key::k_tokens, i),
                  fmt::format("is \"{}\", as is {}", shown_gguf_text(texts[i]),
                              gguf_element(gguf_key::k_tokens, other->second)));
  }
}

GgufTokenType token_type(std::int64_t number) {
  constexpr auto last = static_cast<std::int64_t>(GgufTokenType::byte);
  return number >= 1 && number <= last ? static_cast<GgufTokenType>(number) : GgufTokenType::normal;
}

/// `id` becomes what `key` says, if it says anything.
void read_id(const GgufValues& values, const char* key, std::size_t n_tokens,
             std::optional<int>& id) {
  if (id && static_cast<std::size_t>(*id) >= n_tokens) id.reset();
  const auto said = values.find_integer(key);
  if (!said) return;
  if (*said < 0 || static_cast<std::uint64_t>(*said) >= n_tokens)
    values.fail(
        key, fmt::format("is {}; {} has the ids 0 to {}", *said, gguf_key::k_tokens, n_tokens - 1));
  id = static_cast<int>(*said);
}

/// A token that is only added by default is left out where no key names it.
void read_addition(const GgufValues& values, const char* key, const char* id_key,
                   const std::optional<int>& id, bool& adds) {
  const auto said = values.find_flag(key);
  if (said && *said && !id) values.fail(key, fmt::format("is true, and {} is missing", id_key));
  adds = said.value_or(adds) && id.has_value();
}

}  // namespace

bool is_special(GgufTokenType type) {
  return type == GgufTokenType::control || type == GgufTokenType::unknown;
}
bool is_found_whole(GgufTokenType type) {
  return is_special(type) || type == GgufTokenType::user_defined;
}

std::string gguf_element(const char* key, std::size_t index) {
  return fmt::format("{}[{}]", key, index);
}

std::string shown_gguf_text(std::string_view text) {
  constexpr std::size_t k_shown = 60;
  if (!is_utf8(text)) return fmt::format("{} bytes that are no UTF-8", text.size());
  if (text.size() <= k_shown) return std::string(text);
  std::size_t end = k_shown;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "…";
}

std::optional<std::uint32_t> GgufVocabulary::find(std::string_view text) const {
  const auto found = by_text.find(text);
  if (found == by_text.end()) return std::nullopt;
  return found->second;
}

GgufVocabulary read_gguf_vocabulary(const GgufValues& values) {
  GgufVocabulary vocabulary;
  if (!values.has(gguf_key::k_tokens)) values.fail(gguf_key::k_tokens, "is missing");
  read_texts(values, vocabulary);
  vocabulary.types.assign(vocabulary.size(), GgufTokenType::normal);
  if (!values.has(gguf_key::k_types)) return vocabulary;
  const std::vector<std::int64_t> types = values.integers(gguf_key::k_types);
  if (types.size() != vocabulary.size())
    values.fail(gguf_key::k_types, fmt::format("has {} values; {} has {}", types.size(),
                                               gguf_key::k_tokens, vocabulary.size()));
  for (std::size_t i = 0; i < types.size(); ++i) vocabulary.types[i] = token_type(types[i]);
  const std::ptrdiff_t n_found = std::ranges::count_if(vocabulary.types, is_found_whole);
  if (n_found > k_max_found)
    values.fail(gguf_key::k_types,
                fmt::format("has {} tokens that are special or user-defined; at most {} are read",
                            n_found, k_max_found));
  return vocabulary;
}

std::vector<double> read_gguf_scores(const GgufValues& values, const GgufVocabulary& vocabulary) {
  if (!values.has(gguf_key::k_scores)) values.fail(gguf_key::k_scores, "is missing");
  std::vector<double> scores = values.numbers(gguf_key::k_scores);
  if (scores.size() != vocabulary.size())
    values.fail(gguf_key::k_scores, fmt::format("has {} values; {} has {}", scores.size(),
                                                gguf_key::k_tokens, vocabulary.size()));
  return scores;
}

GgufSpecials read_gguf_specials(const GgufValues& values, std::size_t n_tokens,
                                const GgufSpecials& defaults) {
  GgufSpecials specials = defaults;
  read_id(values, specials.begin_key, n_tokens, specials.begin);
  read_id(values, gguf_key::k_end, n_tokens, specials.end);
  read_id(values, gguf_key::k_unknown, n_tokens, specials.unknown);
  read_id(values, gguf_key::k_separator, n_tokens, specials.separator);
  read_id(values, gguf_key::k_mask, n_tokens, specials.mask);
  read_addition(values, gguf_key::k_add_begin, specials.begin_key, specials.begin,
                specials.adds_begin);
  read_addition(values, gguf_key::k_add_end, gguf_key::k_end, specials.end, specials.adds_end);
  read_addition(values, gguf_key::k_add_separator, gguf_key::k_separator, specials.separator,
                specials.adds_separator);
  return specials;
}

}  // namespace baryscope
