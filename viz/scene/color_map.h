/// Colour scales: cividis and viridis for magnitude, a diverging map centred on 0 for sign.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "viz/scene/theme.h"

namespace baryscope {

const std::vector<std::string>& color_map_names();
/// t in [0, 1] (clamped). Zero recedes into the paper: "cividis" and "viridis" run from dark to
/// bright on dark paper and the other way on light paper, without the 15 % nearest to the paper.
/// "diverging": 0 = most negative (red), ½ = zero, 1 = most positive (blue); `dark` picks the
/// variant whose middle recedes into a dark paper. Throws UsageError with the nearest name.
Color map_color(std::string_view color_map, double t, bool dark);
/// `weight` on the scale of a legend: diverging is symmetric about 0.
double scale_position(std::string_view color_map, double minimum, double maximum, double weight);

}  // namespace baryscope
