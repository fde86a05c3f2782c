/// The legend of a figure: where its colour bar and its entries stand.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/scene/text_extent.h"

namespace baryscope {

inline constexpr double k_legend_bar_height = 8;  ///< layout pixels at 14 pt

/// In layout pixels; heights from the top of the strip below the scene.
struct LegendLayout {
  struct Entry {
    std::vector<std::string> lines;  ///< of its words
    double left = 0;                 ///< of its icon
    double middle = 0;               ///< of its icon and of its first line
  };
  std::vector<Entry> entries;  ///< every row of the legend, in order
  double points = 0;           ///< of their words
  double line_height = 0;
  double icon = 0, icon_gap = 0;  ///< width, and distance to the words

  double bar_width = 0;  ///< 0: no colour bar
  double bar_title_points = 0, bar_number_points = 0;
  double height = 0;  ///< of everything
};

/// In a strip of `width` × `height`: the bar at the left and the entries beside it in one or two
/// lines where they can be read so, else in as many lines as they need, beside the bar or below
/// it. Smaller where the strip has no room for them; none is left out.
LegendLayout legend_layout(const Scene& scene, double width, double height,
                           const MeasureText& measure);

/// The height that every entry needs in a picture of this size, none smaller than can be read; at
/// least `usual`.
double legend_height(const Scene& scene, double width, double height, double usual);

}  // namespace baryscope
