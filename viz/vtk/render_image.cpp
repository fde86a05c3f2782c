#include "viz/vtk/scene_view.h"

#include <algorithm>
#include <cmath>
#include <future>

#include <fmt/format.h>

#include "core/base/error.h"
#include "viz/draw/downsample.h"
#include "viz/draw/overlay.h"
#include "viz/scene/figure_layout.h"
#include "viz/vtk/egl_context.h"
#include "viz/vtk/scene_drawer.h"

namespace baryscope {
namespace {

constexpr int k_largest_side = 16384;
constexpr int k_tile_side = 2048;  // of the result, so that memory stays bounded
constexpr int k_supersampling = 2;

Image draw_image(const Scene& scene, const Camera& camera, int width, int height, double scale) {
  EglContext context;
  SceneDrawer drawer(
      {[&context] { context.make_current(); }, [&context] { return context.is_current(); }});
  // Neither outlives this call.
  const std::shared_ptr<const Scene> borrowed(std::shared_ptr<const Scene>(), &scene);
  drawer.set_drawing(make_drawing(borrowed));
  const Viewport viewport = figure_viewport(scene, width / scale, height / scale);
  Overlay overlay;
  overlay.set_scene(borrowed);
  overlay.lay_out(camera, viewport, k_supersampling * scale);
  drawer.set_overlay(overlay.mesh(), &overlay.atlas(), overlay.magnified());
  const int side = std::min(k_tile_side, drawer.largest_side() / k_supersampling);

  Image image{width, height, {}};
  image.rgba.resize(4 * static_cast<std::size_t>(width) * height);
  for (int top = 0; top < height; top += side) {
    for (int left = 0; left < width; left += side) {
      const int n_columns = std::min(side, width - left), n_rows = std::min(side, height - top);
      const int factor = k_supersampling;
      drawer.draw(
          camera, viewport, factor * scale,
          {factor * left, factor * (height - top - n_rows), factor * n_columns, factor * n_rows});
      const Image part = downsampled(drawer.read_pixels(), factor);
      for (int row = 0; row < n_rows; ++row) {
        std::copy_n(part.rgba.begin() + 4L * row * n_columns, 4L * n_columns,
                    image.rgba.begin() + 4L * (static_cast<long>(top + row) * width + left));
      }
    }
  }
  return image;
}

}  // namespace

Image render_image(const Scene& scene, const Camera& camera, int width, int height, double scale) {
  if (width < 1 || height < 1 || width > k_largest_side || height > k_largest_side) {
    throw Error(fmt::format("cannot draw a picture of {}x{} pixels: each side must be 1 to {}",
                            width, height, k_largest_side));
  }
  if (!(scale > 0) || !std::isfinite(scale)) {
    throw Error(fmt::format("cannot draw at scale {}: a number above 0 is expected", scale));
  }
  // On a thread of its own, so that a context that is current on the caller's (a window's) neither
  // stands in the way nor is lost.
  return std::async(std::launch::async,
                    [&] { return draw_image(scene, camera, width, height, scale); })
      .get();
}

}  // namespace baryscope
