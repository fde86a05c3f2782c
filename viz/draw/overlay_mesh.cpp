#include "viz/draw/overlay_mesh.h"

#include <array>
#include <cmath>

namespace baryscope {

void OverlayMesh::add_quad(const std::array<Corner, 4>& corners, const Color& color,
                           double half_width) {
  constexpr std::size_t k_floats = 10;
  const auto first = static_cast<std::uint32_t>(m_mesh.vertices.size() / k_floats);
  for (const Corner& corner : corners) {
    for (const double value : {corner.x, corner.y, corner.u, corner.v, color.red, color.green,
                               color.blue, color.alpha, corner.across, half_width}) {
      m_mesh.vertices.push_back(static_cast<float>(value));
    }
  }
  for (const std::uint32_t i : {0U, 1U, 2U, 2U, 1U, 3U}) {
    m_mesh.indices.push_back(first + i);
  }
}

void OverlayMesh::add_picture(const Atlas::Place& place, double x, double y, double zoom,
                              double opacity) {
  const double left = std::round(x), top = std::round(y);
  const double right = left + zoom * place.width, bottom = top + zoom * place.height;
  const double u0 = place.x, v0 = place.y, u1 = u0 + place.width, v1 = v0 + place.height;
  add_quad({{{left, top, u0, v0, 0},
             {left, bottom, u0, v1, 0},
             {right, top, u1, v0, 0},
             {right, bottom, u1, v1, 0}}},
           {1, 1, 1, opacity}, 0);
}

void OverlayMesh::add_line(double x0, double y0, double x1, double y1, double width,
                           const Color& color) {
  const double span = std::hypot(x1 - x0, y1 - y0);
  if (span == 0) {
    return;
  }
  const double reach = 0.5 * width + 1;
  const double nx = -(y1 - y0) / span * reach, ny = (x1 - x0) / span * reach;
  add_quad({{{x0 + nx, y0 + ny, 0, 0, reach},
             {x0 - nx, y0 - ny, 0, 0, -reach},
             {x1 + nx, y1 + ny, 0, 0, reach},
             {x1 - nx, y1 - ny, 0, 0, -reach}}},
           color, 0.5 * width);
}

void OverlayMesh::add_rectangle(double x, double y, double width, double height,
                                const Color& color) {
  // Wide enough across that no rim is seen.
  add_quad({{{x, y, 0, 0, 0},
             {x, y + height, 0, 0, 0},
             {x + width, y, 0, 0, 0},
             {x + width, y + height, 0, 0, 0}}},
           color, 1);
}

}  // namespace baryscope
