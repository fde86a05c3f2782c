#include "viz/draw/make_page.h"

#include "viz/draw/page_letters.h"
#include "viz/draw/page_panel.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

PagePath rule_path(const Rule& rule, double scale) {
  constexpr double strength = 0.16;
  const double left = rule.left / scale, right = (rule.left + rule.width) / scale;
  const double top = rule.top / scale, bottom = rule.bottom / scale;
  PagePath path;
  path.outlines.push_back({{{{left, top}}, {{right, top}}, {{right, bottom}}, {{left, bottom}}}});
  Color ink = rule.ink;
  ink.alpha = strength;
  path.fill = ink;
  return path;
}

}  // namespace

Page make_page(const Figure& figure, const Camera& camera, const PageStyle& style) {
  Page page;
  page.scale = figure.scale;
  page.font = figure.panels.empty() ? "" : figure.panels.front().scene->font;
  page.width = figure.width / figure.scale;
  page.height = figure.height / figure.scale;
  for (const FigurePanel& panel : figure.panels) {
    PagePanel& part = page.panels.emplace_back();
    part.left = panel.left / figure.scale;
    part.top = panel.top / figure.scale;
    part.width = panel.width / figure.scale;
    part.height = panel.height / figure.scale;
    const Viewport viewport = figure_viewport(*panel.scene, part.width, part.height);
    part.groups = panel_groups(*panel.scene, camera, viewport, style);
  }
  if (style.text_as_paths) {
    turn_texts_to_paths(page);
  }
  if (!figure.rules.empty()) {
    PagePanel& part = page.panels.emplace_back();
    part.width = page.width;
    part.height = page.height;
    PageGroup& group = part.groups.emplace_back();
    group.part = "rule";
    for (const Rule& rule : figure.rules) {
      group.items.emplace_back(rule_path(rule, figure.scale));
    }
  }
  return page;
}

}  // namespace baryscope
