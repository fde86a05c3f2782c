/// How large the strokes and points of a scene are drawn: by the figure's size, and by depth.
#pragma once

#include "viz/scene/scene.h"

namespace baryscope {

/// Where a scene lies along the view, in distances from the eye. Never empty.
struct DepthRange {
  double nearest = 0, farthest = 1;
};
/// Of the ball around the box, so that turning the scene changes no depth cue.
DepthRange depth_range(const Camera& camera, const Bounds& box);

/// Depth by size (visual.md): the factors at the near and at the far end of the range, straight in
/// between. The shaders are told both.
inline constexpr double k_nearest_size = 1.22, k_farthest_size = 0.78;

/// What radii and widths given "at 1600×1000" are multiplied by at a place, to be layout pixels.
class DrawnSize {
 public:
  DrawnSize(const Scene& scene, const Camera& camera, const Viewport& viewport);
  [[nodiscard]] double at(Vec3 place) const;

 private:
  Vec3 m_eye, m_forward;
  DepthRange m_range;
  double m_strokes;
};

}  // namespace baryscope
