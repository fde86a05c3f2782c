/// How a scene's places, sizes and colours come onto a page: the numbers that the shaders take, as
/// functions.
#pragma once

#include <optional>

#include "viz/draw/face_order.h"
#include "viz/draw/page.h"
#include "viz/scene/drawn_size.h"

namespace baryscope {

class PageView {
 public:
  PageView(const Scene& scene, const Camera& camera, const Viewport& viewport);

  [[nodiscard]] const Scene& scene() const { return m_scene; }
  [[nodiscard]] const Camera& camera() const { return m_camera; }
  [[nodiscard]] const Viewport& viewport() const { return m_viewport; }
  /// Nothing for what lies behind the eye.
  [[nodiscard]] std::optional<ScreenPoint> project(Vec3 place) const;
  /// On the screen, and how near: what planes are on the page stays flat (face_order.h). As many
  /// units as the world's where the eye looks. Nothing as above.
  [[nodiscard]] std::optional<DeepPoint> deep(Vec3 place) const;
  /// How near what lies at a depth is.
  [[nodiscard]] double near_at_depth(double depth) const;
  /// Along the view.
  [[nodiscard]] double depth(Vec3 place) const;
  /// 0 at the scene's near end, 1 at its far end.
  [[nodiscard]] double fraction(Vec3 place) const;
  /// Layout pixels of a pixel of a radius or width there.
  [[nodiscard]] double size(Vec3 place) const { return m_size.at(place); }
  [[nodiscard]] double stroke_scale() const { return m_stroke_scale; }
  /// World units of a layout pixel at a depth.
  [[nodiscard]] double world_per_pixel(double depth) const;
  /// From the eye to a place, of length 1.
  [[nodiscard]] Vec3 look(Vec3 place) const;
  /// A vector in screen space: to the right, up, towards the eye.
  [[nodiscard]] Vec3 on_screen(Vec3 direction) const;

  [[nodiscard]] Color paper(double y) const;
  /// What is far away fades into the paper at the height `y`; keeps its opacity.
  [[nodiscard]] Color hazed(const Color& color, double fraction, double y) const;
  /// The share of paper in it.
  [[nodiscard]] double haze(double fraction) const { return m_haze * fraction * fraction; }

 private:
  const Scene& m_scene;
  Camera m_camera;
  Viewport m_viewport;
  CameraFrame m_frame;
  DepthRange m_range;
  DrawnSize m_size;
  double m_stroke_scale, m_haze;
};

}  // namespace baryscope
