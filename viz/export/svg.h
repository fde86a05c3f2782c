/// A page as an SVG file: paths and texts, nothing that depends on a viewer's scripts or styles.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "viz/draw/page.h"

namespace baryscope {

/// What is said of a figure beside what is drawn.
struct FigureWords {
  std::string title;        ///< what, where, how
  std::string description;  ///< the finding: what a reader who sees nothing is told
  /// Carried along unseen (svg_session.h).
  std::map<std::string, std::string> texts = {};
  /// What a thing of a panel is called: "bakery → library 0.09"; empty: nothing.
  std::function<std::string(std::size_t panel, const Subject& subject)> describe = {};
};

/// SVG 1.1 with `paint-order` of SVG 2; the same bytes for the same page.
std::string to_svg(const Page& page, const FigureWords& words);

}  // namespace baryscope
