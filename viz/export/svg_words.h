/// Numbers, colours and words as SVG writes them, the same in every locale.
#pragma once

#include <string>
#include <string_view>

#include "viz/scene/theme.h"

namespace baryscope {

/// At most two decimals, without zeros at the end: "12.5", "-3".
std::string svg_number(double value);
/// "#0072b2", without the opacity.
std::string svg_color(const Color& color);
/// For text and for attributes in double quotes. What XML 1.0 cannot hold (control characters,
/// bytes that are not UTF-8) becomes U+FFFD.
std::string xml_escaped(std::string_view text);

}  // namespace baryscope
