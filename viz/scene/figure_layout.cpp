#include "viz/scene/figure_layout.h"

#include <algorithm>
#include <memory>

#include "viz/scene/figure_head.h"
#include "viz/scene/figure_legend.h"

namespace baryscope {
namespace {

// Fonts larger than the default take proportionally more room.
double growth(const Scene& scene) { return std::max(1.0, scene.font_size / 14); }

double below_scene(const Scene& scene, double width, double height) {
  const FigureLayout layout;
  // An entry cannot be cut: a legend goes beyond a third where the rest can still be seen.
  constexpr double k_most = 0.45, k_tall = 240;
  const double third = height / 3, most = height < k_tall ? third : k_most * height;
  const double usual = std::min(growth(scene) * layout.bottom_margin, third);
  return std::min(legend_height(scene, width, height, usual), most);
}

double above_scene(const Scene& scene, double width, double height, double below) {
  const FigureLayout layout;
  if (scene.title.empty() && scene.finding.empty() && scene.caption.empty()) {
    return std::min(layout.bare_margin, height / 3);
  }
  const double third = height / 3;
  const double usual = std::min(growth(scene) * layout.top_margin, third);
  return std::min(head_height(scene, width, height, usual), std::max(third, 2 * third - below));
}

}  // namespace

std::shared_ptr<Scene> furniture_of(const Scene& scene) {
  auto words = std::make_shared<Scene>();
  words->title = scene.title;
  words->finding = scene.finding;
  words->caption = scene.caption;
  words->legend = scene.legend;
  words->font_size = scene.font_size;
  words->font = scene.font;
  return words;
}

void put_side_by_side(Scene& first, Scene& second) {
  first.beside = furniture_of(second);
  second.beside = furniture_of(first);
}

Viewport figure_viewport(const Scene& scene, double width, double height) {
  Viewport viewport;
  viewport.width = width;
  viewport.height = height;
  viewport.margin_bottom = std::min(FigureLayout().bare_margin, height / 3);
  if (scene.legend.visible) {
    for (const Scene* each = &scene; each != nullptr; each = each->beside.get()) {
      viewport.margin_bottom = std::max(viewport.margin_bottom, below_scene(*each, width, height));
    }
  }
  const Scene longest =
      scene.beside == nullptr ? *furniture_of(scene) : longest_words(scene, estimated_extent);
  viewport.margin_top = above_scene(longest, width, height, viewport.margin_bottom);
  return viewport;
}

}  // namespace baryscope
