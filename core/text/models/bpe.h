/// Byte-pair encoding: a word's characters are merged two by two in the order of a list.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/text/models/token_model.h"

namespace baryscope {

/// From {"type":"BPE","vocab":{…},"merges":[…],"unk_token","continuing_subword_prefix",
/// "end_of_word_suffix","fuse_unk","byte_fallback","ignore_merges","dropout"}. A character that the
/// vocabulary lacks is spelled by "<0xE9>" for each of its bytes (byte_fallback), else unknown,
/// else left out. Throws Tokenizer::Error for merges whose parts or result the vocabulary lacks,
/// that occur twice or make nothing longer, and for a dropout, which would draw merges at random.
/// Source: Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units".
std::unique_ptr<const TokenModel> read_bpe(const JsonValue& json);

/// The same where a file has it otherwise than as JSON. Nothing comes before or behind a text.
struct BpeParts {
  /// Entries by their ids.
  struct Merge {
    std::uint32_t left = 0, right = 0, result = 0;
  };
  std::vector<std::string> texts;  ///< by id; distinct, UTF-8, at least one
  std::vector<Merge> merges;       ///< in order of rank, no pair twice
  std::string unknown;             ///< empty: what the vocabulary lacks is left out
  bool fuse_unknown = false;
  bool byte_fallback = false;
  bool ignore_merges = false;
};
std::unique_ptr<const TokenModel> make_bpe(BpeParts parts);

}  // namespace baryscope
