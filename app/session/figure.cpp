#include "app/session/figure.h"

#include <algorithm>
#include <cmath>

#include "app/session/view_library.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

/// The paper's colour at the share `t` of its height from the top.
Color paper_at(const Theme& theme, double t) {
  Color color = mixed(theme.paper_top, theme.paper_bottom, t);
  color.alpha = theme.paper_top.alpha + t * (theme.paper_bottom.alpha - theme.paper_top.alpha);
  return color;
}

/// Lays `part` over `whole` at (left, top); both opaque, or both without paper.
void paste(const Image& part, int left, int top, Image& whole) {
  for (int row = 0; row < part.height; ++row) {
    std::copy_n(part.rgba.begin() + 4L * row * part.width, 4L * part.width,
                whole.rgba.begin() + 4L * (static_cast<long>(top + row) * whole.width + left));
  }
}

/// An upright hairline of ink.
void rule(const Theme& theme, int x, int top, int bottom, int width, Image& image) {
  constexpr double strength = 0.16;
  const double ink[] = {theme.ink.red, theme.ink.green, theme.ink.blue};
  for (int y = top; y < bottom; ++y) {
    for (int i = 0; i < width; ++i) {
      std::uint8_t* pixel = &image.rgba[4 * (static_cast<std::size_t>(y) * image.width + x + i)];
      const double paper = pixel[3] / 255.0, alpha = strength + paper * (1 - strength);
      for (int c = 0; c < 3; ++c) {
        const double mix = (strength * ink[c] + (1 - strength) * paper * pixel[c] / 255) / alpha;
        pixel[c] = static_cast<std::uint8_t>(std::lround(255 * mix));
      }
      pixel[3] = static_cast<std::uint8_t>(std::lround(255 * alpha));
    }
  }
}

Image draw_pair(const Scene& first, const Scene& second, const Camera& camera, int width,
                int height, double scale) {
  const Scene frame = pair_frame(first, second);
  const int strip =
      frame.legend.visible
          ? static_cast<int>(std::lround(
                scale * figure_viewport(frame, width / scale, height / scale).margin_bottom))
          : 0;
  Image image = draw_image(frame, frame.camera, width, height, scale);
  const int half = std::max(1, width / 2), tall = std::max(1, height - strip);
  int left = 0;
  for (const Scene* scene : {&first, &second}) {
    Scene bare = *scene;
    bare.legend.visible = false;
    // The paper's gradient goes on from the halves to the legend.
    bare.theme.paper_bottom = paper_at(scene->theme, static_cast<double>(tall) / height);
    paste(draw_image(bare, camera, half, tall, scale), left, 0, image);
    left = width - half;
  }
  const int line = std::max(1, static_cast<int>(std::lround(scale)));
  rule(first.theme, std::clamp(width / 2 - line / 2, 0, width - line),
       std::min(tall, static_cast<int>(std::lround(20 * scale))), tall, std::min(line, width),
       image);
  return image;
}

}  // namespace

Image draw_figure(const Finished& shown, const std::optional<Camera>& camera) {
  const ViewRequest& view = shown.view;
  const auto pixels = [&](int n) { return static_cast<int>(std::lround(n * view.scale)); };
  const Scene& scene = *shown.scene;
  const Camera& through = camera ? *camera : scene.camera;
  return shown.compared_scene == nullptr
             ? draw_image(scene, through, pixels(view.width), pixels(view.height), view.scale)
             : draw_pair(scene, *shown.compared_scene, through, pixels(view.width),
                         pixels(view.height), view.scale);
}

}  // namespace baryscope
