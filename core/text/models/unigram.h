/// Unigram: of all ways to cut a word, the one whose pieces have the largest sum of
/// log-probabilities.
#pragma once

#include <memory>

#include "core/text/models/token_model.h"

namespace baryscope {

/// From {"type":"Unigram","vocab":[["text",score],…],"unk_id","byte_fallback"}. A character that no
/// entry has is unknown with the lowest score less 10; unknown neighbours are one piece, or
/// "<0xE9>" for each of their bytes (byte_fallback). Source: Kudo 2018, "Subword Regularization",
/// §3.2, by Viterbi's algorithm.
std::unique_ptr<const TokenModel> read_unigram(const JsonValue& json);

}  // namespace baryscope
