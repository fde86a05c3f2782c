/// How SentencePiece's vocabularies spell spaces, which cutting and decoding share.
#pragma once

#include "core/text/json_document.h"

namespace baryscope {

struct MetaspaceScheme {
  /// Where a text that does not begin with a space gets one: never, always, or where it is the
  /// beginning of the source.
  enum class Prepend { never, always, first };
  char32_t replacement = U'\u2581';
  Prepend prepend = Prepend::always;
};

/// From {"replacement","prepend_scheme"}; files from before 2024 have "add_prefix_space".
MetaspaceScheme read_metaspace_scheme(const JsonValue& json);

}  // namespace baryscope
