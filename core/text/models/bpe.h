/// Byte-pair encoding: a word's characters are merged two by two in the order of a list.
#pragma once

#include <memory>

#include "core/text/models/token_model.h"

namespace baryscope {

/// From {"type":"BPE","vocab":{…},"merges":[…],"unk_token","continuing_subword_prefix",
/// "end_of_word_suffix","fuse_unk","byte_fallback","ignore_merges","dropout"}. A character that the
/// vocabulary lacks is spelled by "<0xE9>" for each of its bytes (byte_fallback), else unknown,
/// else left out. Throws Tokenizer::Error for merges whose parts or result the vocabulary lacks,
/// that occur twice or make nothing longer, and for a dropout, which would draw merges at random.
/// Source: Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units".
std::unique_ptr<const TokenModel> read_bpe(const JsonValue& json);

}  // namespace baryscope
