/// How much room a line of text takes, told before there is a font.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace baryscope {

/// Of one line, in layout pixels.
struct TextExtent {
  double width = 0, height = 0;
};
/// Measures one line; `points` is the font's size.
using MeasureText = std::function<TextExtent(const std::string& words, bool bold, double points)>;

inline constexpr double k_pixels_per_point = 96.0 / 72;

/// An upper bound for DejaVu Sans and Noto Sans, the same on every machine: what a picture leaves
/// free for its words must not depend on the fonts that are installed.
TextExtent estimated_extent(const std::string& words, bool bold, double points);

/// `words` in lines no wider than `width`, broken at spaces; a word that is wider by itself is
/// broken between its characters, so that nothing is lost. A "·" at a break goes.
std::vector<std::string> wrapped(const std::string& words, bool bold, double points, double width,
                                 const MeasureText& measure);

}  // namespace baryscope
