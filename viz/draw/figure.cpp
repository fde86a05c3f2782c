#include "viz/draw/figure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

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

void draw(const Rule& rule, Image& image) {
  constexpr double strength = 0.16;
  const std::array ink = {rule.ink.red, rule.ink.green, rule.ink.blue};
  for (int y = rule.top; y < rule.bottom; ++y) {
    for (int i = 0; i < rule.width; ++i) {
      const auto place = static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                         static_cast<std::size_t>(rule.left) + static_cast<std::size_t>(i);
      std::uint8_t* pixel = &image.rgba[4 * place];
      const double paper = pixel[3] / 255.0, alpha = strength + paper * (1 - strength);
      for (std::size_t c = 0; c < 3; ++c) {
        const double mix = (strength * ink[c] + (1 - strength) * paper * pixel[c] / 255) / alpha;
        pixel[c] = static_cast<std::uint8_t>(std::lround(255 * mix));
      }
      pixel[3] = static_cast<std::uint8_t>(std::lround(255 * alpha));
    }
  }
}

int rounded(double pixels) { return static_cast<int>(std::lround(pixels)); }

}  // namespace

Scene pair_frame(const Scene& first, const Scene& second) {
  Scene scene;
  scene.theme = first.theme;
  scene.font_size = first.font_size;
  scene.font = first.font;
  scene.legend = first.legend;
  if (second.legend.title != first.legend.title) {
    scene.legend.title = "weight";
  }
  for (const Legend::Row& row : second.legend.rows) {
    const bool known = std::any_of(
        scene.legend.rows.begin(), scene.legend.rows.end(), [&](const Legend::Row& other) {
          return other.text == row.text && other.role == row.role && other.glyph == row.glyph &&
                 other.dashed == row.dashed && other.filled == row.filled;
        });
    if (!known) {
      scene.legend.rows.push_back(row);
    }
  }
  return scene;
}

Figure make_figure(const std::shared_ptr<const Scene>& first,
                   const std::shared_ptr<const Scene>& second, int width, int height,
                   double scale) {
  Figure figure{width, height, scale, {}, {}};
  if (second == nullptr) {
    figure.panels.push_back({first, 0, 0, width, height});
    return figure;
  }
  const auto frame = std::make_shared<const Scene>(pair_frame(*first, *second));
  const int strip =
      frame->legend.visible
          ? rounded(scale * figure_viewport(*frame, width / scale, height / scale).margin_bottom)
          : 0;
  const int half = std::max(1, width / 2), tall = std::max(1, height - strip);
  figure.panels.push_back({frame, 0, 0, width, height});
  int left = 0;
  for (const auto& scene : {first, second}) {
    auto bare = std::make_shared<Scene>(*scene);
    bare->legend.visible = false;
    bare->theme.paper_bottom = paper_at(scene->theme, static_cast<double>(tall) / height);
    figure.panels.push_back({bare, left, 0, half, tall});
    left = width - half;
  }
  const int line = std::max(1, rounded(scale));
  figure.rules.push_back({std::clamp(width / 2 - line / 2, 0, std::max(0, width - line)),
                          std::min(tall, rounded(20 * scale)), tall, std::min(line, width),
                          first->theme.ink});
  return figure;
}

Image figure_image(const Figure& figure, const DrawScene& draw_scene) {
  Image image;
  for (const FigurePanel& panel : figure.panels) {
    Image part = draw_scene(panel.scene, panel.width, panel.height, figure.scale);
    if (image.rgba.empty()) {
      image = std::move(part);  // the first fills the whole
    } else {
      paste(part, panel.left, panel.top, image);
    }
  }
  for (const Rule& rule : figure.rules) {
    draw(rule, image);
  }
  return image;
}

}  // namespace baryscope
