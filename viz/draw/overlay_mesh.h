/// Rectangles and lines of the overlay as vertices for overlay.vert.
#pragma once

#include <array>
#include <optional>

#include "viz/draw/atlas.h"
#include "viz/draw/mesh.h"
#include "viz/scene/theme.h"

namespace baryscope {

/// Collects quads in device pixels of the whole picture, y downwards; four vertices each: position
/// 2, texture_position 2 (pixels of the atlas), color 4, line 2 (across, half width).
class OverlayMesh {
 public:
  /// A picture of the atlas at `zoom` times its own size; (x, y): its top left, snapped to whole
  /// pixels.
  void add_picture(const Atlas::Place& place, double x, double y, double zoom = 1,
                   double opacity = 1);
  /// A straight line with smooth rims.
  void add_line(double x0, double y0, double x1, double y1, double width, const Color& color);
  /// A filled rectangle.
  void add_rectangle(double x, double y, double width, double height, const Color& color);

  [[nodiscard]] const Mesh& mesh() const { return m_mesh; }

 private:
  struct Corner {
    double x, y, u, v, across;
  };
  void add_quad(const std::array<Corner, 4>& corners, const Color& color, double half_width);

  Mesh m_mesh;
};

}  // namespace baryscope
