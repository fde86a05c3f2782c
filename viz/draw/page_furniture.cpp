#include "viz/draw/page_furniture.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "viz/draw/page_glyph.h"
#include "viz/scene/color_map.h"
#include "viz/scene/text_extent.h"

namespace baryscope {
namespace {

using PageItem = std::variant<PagePath, PageText>;

PagePath rectangle(double left, double top, double width, double height, Paint fill) {
  PagePath path;
  path.outlines.push_back({{{{left, top}},
                            {{left + width, top}},
                            {{left + width, top + height}},
                            {{left, top + height}}}});
  path.fill = std::move(fill);
  return path;
}

std::vector<PageItem> items_of(const OverlayWords& words) {
  PageText text;
  text.spans = words.line.spans;
  text.pen = {words.left + words.line.x, words.top + words.line.baseline};
  text.width = words.width;
  text.size = words.points * k_pixels_per_point;
  text.ink = words.ink;
  text.grey = words.grey;
  text.halo = words.halo;
  text.halo_width = words.halo_width;
  return {std::move(text)};
}

std::vector<PageItem> items_of(const OverlayLine& line) {
  PagePath path;
  path.outlines.push_back({{{{line.x0, line.y0}}, {{line.x1, line.y1}}}, false});
  path.stroke = line.color;
  path.width = line.width;
  path.butt = true;
  return {std::move(path)};
}

std::vector<PageItem> items_of(const OverlayRectangle& box) {
  return {rectangle(box.left, box.top, box.width, box.height, box.color)};
}

std::vector<PageItem> items_of(const OverlayBar& bar) {
  constexpr int n_stops = 24;
  Gradient gradient;
  gradient.from = {bar.left, bar.top};
  gradient.to = {bar.left + bar.width, bar.top};
  for (int i = 0; i <= n_stops; ++i) {
    const double offset = static_cast<double>(i) / n_stops;
    gradient.stops.push_back({offset, map_color(bar.color_map, offset, bar.dark)});
  }
  return {rectangle(bar.left, bar.top, bar.width, bar.height, gradient)};
}

std::vector<PageItem> items_of(const OverlayIcon& icon) {
  const bool round = icon.glyph == Glyph::sphere || icon.glyph == Glyph::ring;
  GlyphLook look;
  look.center = {icon.left + 0.5 * icon.side, icon.top + 0.5 * icon.side};
  look.radius = 0.5 * icon.side / (round ? 1.05 : 1.42);
  look.color = icon.color;
  look.paper = icon.paper;
  look.ring_width = 0.32;
  std::vector<PagePath> paths = glyph_paths(icon.glyph, look);
  return {std::make_move_iterator(paths.begin()), std::make_move_iterator(paths.end())};
}

std::string room_name(OverlayRoom room) {
  switch (room) {
    case OverlayRoom::head:
      return "head";
    case OverlayRoom::legend:
      return "legend";
    case OverlayRoom::axis:
      return "axes";
    case OverlayRoom::label:
      break;
  }
  return "label";
}

}  // namespace

std::vector<PageGroup> furniture_groups(const std::vector<OverlayPart>& parts) {
  std::vector<PageGroup> groups;
  const OverlayPart* before = nullptr;
  for (const OverlayPart& part : parts) {
    if (before == nullptr || before->room != part.room || before->label != part.label) {
      PageGroup& group = groups.emplace_back();
      group.part = room_name(part.room);
      if (part.label >= 0) {
        group.number = part.label;
      }
    }
    before = &part;
    PageGroup& group = groups.back();
    std::vector<PageItem> items =
        std::visit([](const auto& what) { return items_of(what); }, part.what);
    std::move(items.begin(), items.end(), std::back_inserter(group.items));
    if (const auto* words = std::get_if<OverlayWords>(&part.what)) {
      group.opacity = words->opacity;
    }
  }
  return groups;
}

}  // namespace baryscope
