/// What an SVG figure carries beside its shapes: words by their keywords, among them the session.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace baryscope {

/// `<metadata>` with every text; empty where there is none.
std::string svg_metadata(const std::map<std::string, std::string>& texts);

/// The text that svg_metadata() wrote under a keyword, also where another program has saved the
/// file since; nothing where there is none.
std::optional<std::string> find_svg_text(std::string_view svg, std::string_view keyword);

}  // namespace baryscope
