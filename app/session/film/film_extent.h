/// The outermost points of many scenes, seen from one direction: few, however many scenes there
/// are.
#pragma once

#include <cstddef>
#include <vector>

#include "viz/scene/camera.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// What bounds a picture in the direction of a camera: fitted() of these points is fitted() of all.
class FilmExtent {
 public:
  FilmExtent(const Camera& direction, const Viewport& viewport);

  void hold(const std::vector<Vec3>& points);
  [[nodiscard]] const std::vector<Vec3>& points() const { return m_points; }

 private:
  std::vector<Vec3> m_ways;    ///< directions in which the farthest point counts
  std::vector<Vec3> m_points;  ///< [n_ways] the farthest so far; empty before the first
};

}  // namespace baryscope
