#include "viz/vtk/frame.h"

#include <algorithm>

#include "viz/scene/drawn_size.h"

namespace baryscope {
namespace {

using Matrix = std::array<std::array<double, 4>, 4>;  // rows

Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix product{};
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      for (int k = 0; k < 4; ++k) {
        product[row][column] += a[row][k] * b[k][column];
      }
    }
  }
  return product;
}

}  // namespace

Frame make_frame(const Camera& camera, const Bounds& box, const Viewport& viewport,
                 double pixel_scale, const Tile& tile) {
  const CameraFrame axes = frame(camera);
  const auto [nearest, farthest] = depth_range(camera, box);
  const double reach = std::max(farthest - nearest, 1e-6);
  double near_plane = nearest - 0.5 * reach;
  const double far_plane = std::max(farthest + 0.5 * reach, reach);
  if (!camera.orthographic) {
    near_plane = std::max(near_plane, 0.002 * far_plane);
  }

  const Vec3 r = axes.right, u = axes.up, f = axes.forward, e = camera.position;
  const Matrix view_from_world{{{r.x, r.y, r.z, -dot(r, e)},
                                {u.x, u.y, u.z, -dot(u, e)},
                                {-f.x, -f.y, -f.z, dot(f, e)},
                                {0, 0, 0, 1}}};
  // The focal point is seen in the middle of the area that the margins leave.
  const double scale = pixels_per_unit(camera, viewport, 1);
  const double x_center = (viewport.margin_left - viewport.margin_right) / viewport.width;
  const double y_center = (viewport.margin_bottom - viewport.margin_top) / viewport.height;
  Matrix clip_from_view{};
  clip_from_view[0][0] = 2 * scale / viewport.width;
  clip_from_view[1][1] = 2 * scale / viewport.height;
  const double depth = far_plane - near_plane;
  if (camera.orthographic) {
    clip_from_view[0][3] = x_center;
    clip_from_view[1][3] = y_center;
    clip_from_view[2][2] = -2 / depth;
    clip_from_view[2][3] = -(far_plane + near_plane) / depth;
    clip_from_view[3][3] = 1;
  } else {
    clip_from_view[0][2] = -x_center;
    clip_from_view[1][2] = -y_center;
    clip_from_view[2][2] = -(far_plane + near_plane) / depth;
    clip_from_view[2][3] = -2 * far_plane * near_plane / depth;
    clip_from_view[3][2] = -1;
  }

  // The tile's part of the picture fills its clip cube.
  const double width = viewport.width * pixel_scale, height = viewport.height * pixel_scale;
  const double x_scale = width / tile.width, y_scale = height / tile.height;
  const double x_shift = (width - 2.0 * tile.x) / tile.width - 1;
  const double y_shift = (height - 2.0 * tile.y) / tile.height - 1;
  const Matrix tile_from_clip{
      {{x_scale, 0, 0, x_shift}, {0, y_scale, 0, y_shift}, {0, 0, 1, 0}, {0, 0, 0, 1}}};
  const Matrix whole = tile_from_clip * clip_from_view * view_from_world;

  Frame result;
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 4; ++column) {
      result.clip_from_world[4 * column + row] = static_cast<float>(whole[row][column]);
    }
  }
  const auto narrow = [](Vec3 v) {
    return std::array{static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
  };
  result.eye = narrow(e);
  result.view_direction = narrow(f);
  result.tile = {static_cast<float>(tile.x), static_cast<float>(tile.y),
                 static_cast<float>(tile.width), static_cast<float>(tile.height)};
  result.full_size = {static_cast<float>(width), static_cast<float>(height)};
  result.stroke_scale = static_cast<float>(pixel_scale * stroke_scale(viewport));
  result.world_per_pixel = static_cast<float>(1 / (scale * pixel_scale));
  result.depth_range = {static_cast<float>(nearest), static_cast<float>(farthest)};
  return result;
}

}  // namespace baryscope
