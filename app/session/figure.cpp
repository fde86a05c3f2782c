#include "app/session/figure.h"

#include <cmath>

#include "app/session/view_library.h"
#include "viz/draw/figure.h"

namespace baryscope {

Image draw_figure(const Finished& shown, const std::optional<Camera>& camera) {
  const ViewRequest& view = shown.view;
  const auto pixels = [&](int n) { return static_cast<int>(std::lround(n * view.scale)); };
  const Camera& through = camera ? *camera : shown.scene->camera;
  const Figure figure = make_figure(shown.scene, shown.compared_scene, pixels(view.width),
                                    pixels(view.height), view.scale);
  return figure_image(figure, [&](const Scene& scene, int width, int height, double scale) {
    return draw_image(scene, through, width, height, scale);
  });
}

}  // namespace baryscope
