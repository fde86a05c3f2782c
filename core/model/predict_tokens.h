/// From the last stream to what a model expects: softmax over its vocabulary.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "core/analysis/expectation.h"
#include "core/base/progress.h"
#include "core/model/transformer.h"
#include "core/text/tokenizer.h"
#include "core/text/tokens.h"

namespace baryscope {

/// Of a decoder after every position. `stream` [n_tokens, model_dim] as run() gives it; logits are
/// made of some positions at a time, so that memory stays bounded. Throws Cancelled.
Expectations expect_next(const Transformer& model, const Tokenizer& tokenizer, const Tokens& tokens,
                         const at::Tensor& stream, const Watch& watch);

/// Of an encoder at one position, where it read the mask in place of `original`.
Expectations expect_masked(const Transformer& model, const Tokenizer& tokenizer,
                           const at::Tensor& stream, int position, const Token& original);

/// What a token is called that holds bytes of no whole character: "0xE8", "0xF0 0x9F"; its spelling
/// where that is no spelling of bytes.
std::string byte_name(const std::string& spelling);

/// Puts the tokenizer's mask at `position` of `tokens` and returns what stood there. Throws
/// UsageError where there is no such position, the tokenizer has no mask or the model reads from
/// left to right.
Token put_mask(const Transformer& model, const Tokenizer& tokenizer, int position, Tokens& tokens);

/// How the next token is chosen.
struct NextToken {
  double temperature = 0;  ///< 0: the likeliest; else drawn of softmax(logits/temperature)
  std::uint64_t seed = 0;  ///< of the draw; another one after another number of tokens
};

/// The row of the vocabulary that follows the last of `stream`'s rows.
std::int64_t next_token(const Transformer& model, const at::Tensor& stream, const NextToken& how);

}  // namespace baryscope
