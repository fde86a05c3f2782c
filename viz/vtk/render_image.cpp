#include "viz/vtk/scene_view.h"

#include <cmath>
#include <future>
#include <memory>

#include <fmt/format.h>

#include "core/base/error.h"
#include "viz/scene/scene_time.h"
#include "viz/vtk/picture_drawer.h"

namespace baryscope {
namespace {

constexpr int k_largest_side = 16384;

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
                    [&] {
                      PictureDrawer drawer;
                      // The drawer does not outlive this call.
                      drawer.set_scene({std::shared_ptr<const Scene>(), &scene});
                      return drawer.draw(camera, width, height, scale, still_flow(scene));
                    })
      .get();
}

}  // namespace baryscope
