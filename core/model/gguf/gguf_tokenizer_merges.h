/// What byte-pair encoding merges, of a GGUF file.
#pragma once

#include <vector>

#include "core/model/gguf/gguf_tokenizer_entries.h"
#include "core/text/models/bpe.h"

namespace baryscope {

/// `tokenizer.ggml.merges`, "a b" each, in their order. Throws WeightError where the list is
/// missing, and for one that is no pair of texts, that occurs twice, or whose parts or result the
/// vocabulary lacks.
std::vector<BpeParts::Merge> read_gguf_merges(const GgufValues& values,
                                              const GgufVocabulary& vocabulary);

/// Of a vocabulary with `tokenizer.ggml.scores` and no list: every way to cut a piece into two, the
/// best score first, of equal ones the longer left part, then the longer right one, as the package
/// `transformers` derives them. Control, unknown and byte pieces take no part. Throws WeightError
/// for scores that are missing or not as many, a piece of more than 1,024 bytes, and more than
/// 8,388,608 merges.
std::vector<BpeParts::Merge> merges_by_score(const GgufValues& values,
                                             const GgufVocabulary& vocabulary);

}  // namespace baryscope
