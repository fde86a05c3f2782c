/// In what order the faces, lines and points of a scene are drawn one over the other, so that each
/// hides what lies behind it as on the screen.
#pragma once

#include <vector>

#include "viz/draw/face_order.h"

namespace baryscope {

struct OrderedFace {
  DeepPolygon corners;
  double lead = 0;  ///< by how much what lies behind the face and still is drawn over it may do so
  /// Where there would be too many cuts only faces of one layer are put in order, and those of a
  /// higher one drawn over them.
  int layer = 0;
};
struct OrderedLine {
  DeepPoint from, to;
  double radius = 0.5;  ///< pixels
  bool curved = false;  ///< from and to are the ends of a curve, which is in no exact order
};
struct OrderedMark {
  DeepPoint center;
  double radius = 8;  ///< pixels
  double front = 0;   ///< how near its foremost place is
  bool ball = false;  ///< round towards the eye; else a plate as near as its front
};

struct OrderedThing {
  enum class Kind { face, line, mark } kind = Kind::face;
  int index = 0;            ///< of its kind
  double from = 0, to = 1;  ///< the part of a line
  DeepPolygon corners;      ///< the part of a face
};
struct PageOrder {
  std::vector<OrderedThing> things;  ///< the farthest first
  bool complete = true;              ///< false: faces of a layer cross too often to be cut
};
/// Lines are cut where they pierce a face or leave the ball of a point that they end in.
PageOrder order_page(const std::vector<OrderedFace>& faces, const std::vector<OrderedLine>& lines,
                     const std::vector<OrderedMark>& marks);

}  // namespace baryscope
