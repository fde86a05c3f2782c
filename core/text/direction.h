/// Words of others, which may run right to left, inside sentences of ours.
#pragma once

#include <string>
#include <string_view>

namespace baryscope {

/// True where `text` (UTF-8) has a letter of a right-to-left script (Unicode's classes R and AL).
bool has_right_to_left(std::string_view text);

/// Explicit embeddings, overrides and isolates (U+202A–202E, U+2066–2069, UAX #9) by their numbers:
/// "[U+202E]". They would turn what follows them round, and are seen now.
std::string with_named_direction_controls(std::string_view text);

/// `text` as it stands in a sentence of ours, so that the numbers and punctuation around it stay in
/// place: its direction controls are named, and where it has right-to-left letters it is wrapped
/// into an isolate (U+2068 … U+2069).
std::string isolated(std::string_view text);

}  // namespace baryscope
