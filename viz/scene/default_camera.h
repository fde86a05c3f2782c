/// The view that a scene opens with: the direction that says most, at the distance that fits.
#pragma once

#include <span>
#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// What the camera must show well.
struct CameraSubject {
  std::vector<Vec3> extent;     ///< everything that the frame must hold
  std::vector<Vec3> important;  ///< the output first, then the query and the heaviest keys
  std::vector<Vec3> others;     ///< further points that may hide those
  std::vector<Vec3> hull;       ///< corners, for the spread of its outline
  std::vector<std::array<Vec3, 3>> faces;  ///< triangles to be seen from the front
  bool has_ground = false;                 ///< a grid below, which is seen only from above
  std::vector<std::vector<Vec3>> groups;   ///< classes of points, to be told apart
  std::vector<Vec3> arms;                  ///< ends of heavy edges from the output, heaviest first
  /// From the hull to the output, the first important point, where that lies outside; else zero.
  Vec3 way_out;
};

/// Share of the usable area that stays free on each side.
inline constexpr double k_frame_margin = 0.06;

/// The direction kept, the eye as near as the margin allows: exact for perspective, so that points
/// touch the margin on two opposite sides.
Camera fitted(const Camera& direction, const std::vector<Vec3>& extent, const Viewport& viewport);

/// Scores 48 directions on occlusion, crowding, spread and foreshortening, and where there are
/// groups 60 directions, some from high above, on how well they lie apart; where the output is
/// outside the hull also those that see the way between from its side. Ties to the first. A scene
/// that stands tall in a wide frame is laid on its side, where it has no ground.
Camera default_camera(const CameraSubject& subject, const Viewport& viewport);
/// One camera for several pictures of that size side by side: the sum of their scores, at the
/// distance that fits all of them.
Camera default_camera(std::span<const CameraSubject> subjects, const Viewport& viewport);

}  // namespace baryscope
