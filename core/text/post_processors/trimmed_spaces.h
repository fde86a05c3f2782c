/// The places of byte-level tokens without the spaces at their ends.
#pragma once

#include "core/text/json_document.h"
#include "core/text/tokens.h"

namespace baryscope {

struct SpaceTrimming {
  bool trims = true;
  /// One space in front of the text was added: it has no place to be taken from.
  bool add_prefix_space = true;

  void apply(Tokens& tokens) const;
};

/// From {"trim_offsets","add_prefix_space"}.
SpaceTrimming read_space_trimming(const JsonValue& json);

}  // namespace baryscope
