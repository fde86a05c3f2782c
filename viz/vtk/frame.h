/// Camera, size and tile as the numbers that the shaders take.
#pragma once

#include <array>

#include "viz/scene/camera.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// A rectangle of a picture in device pixels, y upwards.
struct Tile {
  int x = 0, y = 0, width = 0, height = 0;
};

/// What one frame's shaders share.
struct Frame {
  std::array<float, 16> clip_from_world{};  ///< column-major, of the tile
  std::array<float, 3> eye{};
  std::array<float, 3> view_direction{};
  std::array<float, 4> tile{};       ///< x, y, width, height in device pixels
  std::array<float, 2> full_size{};  ///< the whole picture in device pixels
  float stroke_scale = 1;            ///< device pixels per pixel of a radius or width of the scene
  /// World units per device pixel at clip coordinate w: world_per_pixel · w.
  float world_per_pixel = 1;
  std::array<float, 2> depth_range{};  ///< nearest and farthest of the scene along the view
};

/// The frame of `tile` out of a picture of `viewport`'s layout size times `pixel_scale`. Agrees
/// with `to_screen`.
Frame make_frame(const Camera& camera, const Bounds& box, const Viewport& viewport,
                 double pixel_scale, const Tile& tile);

}  // namespace baryscope
