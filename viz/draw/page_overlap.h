/// Which of two things on a page hides the other one.
#pragma once

#include <optional>

#include "viz/draw/page_order.h"

namespace baryscope {

/// The place at the share `t` of a line, as it is seen.
DeepPoint at(const OrderedLine& line, double t);
/// Pixels.
double seen_length(const OrderedLine& line);
double distance(const DeepPoint& a, const DeepPoint& b);
/// Where on the line it is nearest to a place of the screen, 0 … 1.
double nearest_on(const OrderedLine& line, const DeepPoint& to);

struct LineInterval {
  double from = 0, to = 1;
};
/// The part of the line over a polygon.
std::optional<LineInterval> part_over(const OrderedLine& line, const DeepPolygon& polygon);

/// Negative where the first lies behind the second, positive where it lies before it, 0 where
/// neither hides any of the other.
double compare(const OrderedLine& a, const OrderedLine& b);
double compare(const OrderedLine& line, const OrderedFace& face);
double compare(const OrderedLine& line, const OrderedMark& mark);
double compare(const OrderedFace& face, const OrderedMark& mark);
double compare(const OrderedMark& a, const OrderedMark& b);

}  // namespace baryscope
