#include "app/session/figure.h"

#include <cmath>

#include "app/session/view_library.h"

namespace baryscope {

Figure figure_of(const Finished& shown) {
  const ViewRequest& view = shown.view;
  const auto pixels = [&](int n) { return static_cast<int>(std::lround(n * view.scale)); };
  return make_figure(shown.scene, shown.compared_scene, pixels(view.width), pixels(view.height),
                     view.scale);
}

Camera camera_of(const Finished& shown, const std::optional<Camera>& camera) {
  return camera ? *camera : shown.scene->camera;
}

PageStyle page_style_of(const ViewRequest& view) {
  return {view.shaded_strokes, view.text_as_paths};
}

DrawScene draw_through(const Finished& shown, const std::optional<Camera>& camera) {
  return [through = camera_of(shown, camera)](const std::shared_ptr<const Scene>& scene, int width,
                                              int height, double scale) {
    return draw_image(*scene, through, width, height, scale);
  };
}

Image draw_figure(const Finished& shown, const std::optional<Camera>& camera) {
  return figure_image(figure_of(shown), draw_through(shown, camera));
}

}  // namespace baryscope
