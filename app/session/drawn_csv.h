/// What the attention views draw, as a table.
#pragma once

#include <optional>
#include <string>

#include "app/session/finished.h"

namespace baryscope {

/// What is left out of the picture is left out of its table.
struct DrawnFilter {
  double threshold = 0;      ///< the smallest |weight|
  bool hides_sinks = false;  ///< `--sinks hide`
};

/// One row an edge, triangle or tuple that passes: model, layer, head, kind
/// (edge, marginal, triangle, tuple), weight, then the positions and the texts of the query and of
/// its keys. Empty fields where a kind has no such key. UTF-8, RFC 4180, lines end in \n.
std::string to_drawn_csv(const Computed& shown, const DrawnFilter& filter);

/// What a person should know of that table; nothing where there is nothing.
std::optional<std::string> drawn_csv_note(const Computed& shown);

}  // namespace baryscope
