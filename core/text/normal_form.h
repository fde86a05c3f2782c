/// Unicode's normal forms with the alignment that the package `tokenizers` gives them.
#pragma once

#include "core/text/aligned_text.h"

namespace baryscope {

/// Decomposed (D) or composed again (C), by canonical or by compatibility mappings (K).
enum class NormalForm { nfd, nfc, nfkd, nfkc };

/// The first character of a decomposition takes the next source in order, the others that of the
/// character before, also where the reordering of marks has moved them; a composed character that
/// of its first part. Characters that are younger than Unicode 12.1, the version of the package's
/// tables, stay as they are. Source: UAX #15.
AlignedText normalized(const AlignedText& text, NormalForm form);

/// Unicode's full, context-free lowercase (U+0130 gives two characters).
AlignedText lowercased(const AlignedText& text);

}  // namespace baryscope
