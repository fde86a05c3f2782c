/// How byte-level tokenizers of GGUF files cut a text into words, by the name in
/// `tokenizer.ggml.pre`.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/model/weights/gguf_values.h"

namespace baryscope {

struct GgufCuts {
  nlohmann::json (*steps)() = nullptr;  ///< what a Sequence of pre-tokenizers has
  bool composes = false;                ///< NFC before anything else
  bool ignores_merges = false;          ///< a word that the vocabulary has is not cut
  bool adds_begin = false;              ///< where `tokenizer.ggml.add_bos_token` is missing
};

/// "default" where the key is missing, as in files of before May 2024. Throws WeightError naming an
/// unknown name and those that are known.
GgufCuts find_gguf_cuts(const GgufValues& values);

/// The members "normalizer" and "pre_tokenizer" of a tokenizer.json.
nlohmann::json gguf_cut_normalizer(const GgufCuts& cuts);
nlohmann::json gguf_pre_tokenizer(const GgufCuts& cuts);

}  // namespace baryscope
