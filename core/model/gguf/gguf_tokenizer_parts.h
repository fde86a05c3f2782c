/// A tokenizer out of what a GGUF file says of it, as the parts of a tokenizer.json.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/text/models/token_model.h"
#include "core/text/tokenizer.h"

namespace baryscope {

/// In place of a space (U+2581).
inline constexpr const char* k_word_mark = "▁";

/// Members of the document of these names.
struct GgufTokenizerParts {
  nlohmann::json added_tokens, normalizer, pre_tokenizer, post_processor, decoder;
};

/// Of several parts one after the other; `members` is what the kind of part calls them.
nlohmann::json in_sequence(const char* members, std::vector<nlohmann::json> parts);
nlohmann::json replacement(const char* what, const char* content);

/// Appends what leaves no spaces at a text's ends and single ones between words, where
/// `tokenizer.ggml.remove_extra_whitespaces` asks for it.
void add_single_spaces(const GgufValues& values, std::vector<nlohmann::json>& normalizers);

/// Tokens that stand in a text as they are: special ones, and those that users defined.
nlohmann::json gguf_added_tokens(const GgufVocabulary& vocabulary, const GgufSpecials& specials);

/// The tokens before, behind and between one text and another. The second text begins as the first
/// one and is of segment 1, unless a separator stands between the two (RoBERTa). Null for none.
nlohmann::json gguf_template(const GgufVocabulary& vocabulary, const GgufSpecials& specials);
/// [CLS] A [SEP] B [SEP]: the ending token is all that stands between.
nlohmann::json gguf_bert_template(const GgufVocabulary& vocabulary, const GgufSpecials& specials);

/// Complaints begin with the file's name.
std::unique_ptr<const Tokenizer> put_together(const GgufValues& values,
                                              std::unique_ptr<const TokenModel> model,
                                              GgufTokenizerParts parts);
/// The model of a tokenizer.json's member of this name.
std::unique_ptr<const TokenModel> read_model_json(const GgufValues& values,
                                                  const nlohmann::json& model);

}  // namespace baryscope
