/// The vocabulary of a GGUF file, and which of its tokens are special.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/gguf/gguf_tokenizer_keys.h"
#include "core/model/weights/gguf_values.h"

namespace baryscope {

enum class GgufTokenType : std::uint8_t {
  normal = 1,
  unknown = 2,
  control = 3,
  user_defined = 4,  ///< found in a text before anything else cuts it
  unused = 5,
  byte = 6,
};

bool is_special(GgufTokenType type);
/// In a text where special ones are read, or in any.
bool is_found_whole(GgufTokenType type);

/// Tokens by their ids.
struct GgufVocabulary {
  GgufVocabulary() = default;
  GgufVocabulary(GgufVocabulary&&) = default;
  GgufVocabulary& operator=(GgufVocabulary&&) = default;
  GgufVocabulary(const GgufVocabulary&) = delete;  // the index points at the texts
  GgufVocabulary& operator=(const GgufVocabulary&) = delete;

  std::vector<std::string> texts;    ///< distinct, UTF-8; an empty one is "[EMPTY_7]"
  std::vector<GgufTokenType> types;  ///< as many
  std::unordered_map<std::string_view, std::uint32_t> by_text;

  [[nodiscard]] std::size_t size() const { return texts.size(); }
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const;
};

/// "tokenizer.ggml.tokens[7]"
std::string gguf_element(const char* key, std::size_t index);
/// As complaints have it: no longer than a line.
std::string shown_gguf_text(std::string_view text);

/// Throws WeightError for a vocabulary that is missing, too large, of texts that are no UTF-8 or
/// occur twice, and for types that are not as many.
GgufVocabulary read_gguf_vocabulary(const GgufValues& values);

/// One a token. Throws WeightError where they are missing or not as many.
std::vector<double> read_gguf_scores(const GgufValues& values, const GgufVocabulary& vocabulary);

/// The tokens with a task of their own. Those that `has` are what a kind has where its file is
/// silent.
struct GgufSpecials {
  std::optional<int> begin, end, unknown, separator, mask, padding;
  const char* begin_key = gguf_key::k_begin;  ///< that names the first
  /// The mask takes the white space on its left, as RoBERTa's and ModernBERT's do; BERT's does not.
  bool mask_strips = true;
  bool adds_begin = false, adds_end = false, adds_separator = false;
};

/// `defaults` changed by what the file says; those beyond the vocabulary are left out. A token that
/// is to be added and is not named, or an id that the vocabulary lacks, is a WeightError.
GgufSpecials read_gguf_specials(const GgufValues& values, std::size_t n_tokens,
                                const GgufSpecials& defaults);

}  // namespace baryscope
