/// A page as an SVG file: paths and texts, nothing that depends on a viewer's scripts or styles.
#pragma once

#include <string>

#include "viz/draw/page.h"

namespace baryscope {

/// What is said of a figure beside what is drawn.
struct FigureWords {
  std::string title;        ///< what, where, how
  std::string description;  ///< the finding: what a reader who sees nothing is told
};

/// SVG 1.1 with `paint-order` of SVG 2; the same bytes for the same page.
std::string to_svg(const Page& page, const FigureWords& words);

}  // namespace baryscope
