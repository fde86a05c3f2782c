/// Pre-tokenizers that look at one character at a time.
#pragma once

#include <memory>

#include "core/text/pre_tokenizers/pre_tokenizer.h"

namespace baryscope {

/// White space is left out, every punctuation character is a word.
std::unique_ptr<const PreTokenizer> read_bert_pre_tokenizer(const JsonValue& json);
/// White space is left out.
std::unique_ptr<const PreTokenizer> read_whitespace_split(const JsonValue& json);
/// White space is left out; between, word characters and others part.
std::unique_ptr<const PreTokenizer> read_whitespace(const JsonValue& json);
/// {"behavior"} at punctuation.
std::unique_ptr<const PreTokenizer> read_punctuation(const JsonValue& json);
/// {"individual_digits"}: each digit alone, or all that stand together.
std::unique_ptr<const PreTokenizer> read_digits(const JsonValue& json);
/// {"delimiter"} is left out.
std::unique_ptr<const PreTokenizer> read_delimiter_split(const JsonValue& json);
/// {"length"} characters each.
std::unique_ptr<const PreTokenizer> read_fixed_length(const JsonValue& json);

}  // namespace baryscope
