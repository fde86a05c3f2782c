/// Normalizers that ask nothing but what Unicode says of a character.
#pragma once

#include <memory>

#include "core/text/normalizers/normalizer.h"

namespace baryscope {

std::unique_ptr<const Normalizer> read_nfc(const JsonValue& json);
std::unique_ptr<const Normalizer> read_nfd(const JsonValue& json);
std::unique_ptr<const Normalizer> read_nfkc(const JsonValue& json);
std::unique_ptr<const Normalizer> read_nfkd(const JsonValue& json);
std::unique_ptr<const Normalizer> read_lowercase(const JsonValue& json);
/// White space at the ends, {"strip_left","strip_right"}.
std::unique_ptr<const Normalizer> read_strip(const JsonValue& json);
/// Combining marks, of whatever is decomposed already.
std::unique_ptr<const Normalizer> read_strip_accents(const JsonValue& json);
/// Control characters go, white space and what is like it becomes ' '. Source: the rules "nmt" of
/// SentencePiece.
std::unique_ptr<const Normalizer> read_nmt(const JsonValue& json);

}  // namespace baryscope
