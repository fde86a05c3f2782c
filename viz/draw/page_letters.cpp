#include "viz/draw/page_letters.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "viz/scene/text_extent.h"
#include "viz/text/show_text.h"

namespace baryscope {
namespace {

std::vector<PageOutline> outlines_of(const GlyphOutlines& glyphs, PagePoint pen) {
  const auto at = [&](double x, double y) { return PagePoint{pen.x + x, pen.y + y}; };
  std::vector<PageOutline> outlines;
  for (const GlyphStep& step : glyphs.steps) {
    if (step.kind == GlyphStep::Kind::move) {
      outlines.push_back({{{at(step.x, step.y)}}});
    } else if (step.kind != GlyphStep::Kind::close && !outlines.empty()) {
      outlines.back().nodes.push_back({at(step.x, step.y), 0, step.kind == GlyphStep::Kind::curve,
                                       at(step.first_x, step.first_y),
                                       at(step.second_x, step.second_y)});
    }
  }
  std::erase_if(outlines, [](const PageOutline& outline) { return outline.nodes.size() < 2; });
  return outlines;
}

using PageItem = std::variant<PagePath, PageText>;

/// The halo of all letters, then each colour's.
std::optional<std::vector<PageItem>> letters_of(const PageText& text, TextPainter& painter) {
  TextStyle style;
  style.size = text.size / k_pixels_per_point;
  style.ink = text.ink;
  style.grey = text.grey;
  const auto runs = text_outlines(painter, text.spans, style);
  if (!runs) {
    return std::nullopt;
  }
  std::vector<PageItem> items;
  PagePath halo;
  halo.stroke = text.halo;
  halo.width = 2 * text.halo_width;
  for (const GlyphOutlines& run : *runs) {
    PagePath letters;
    letters.outlines = outlines_of(run, text.pen);
    letters.fill = run.ink;
    halo.outlines.insert(halo.outlines.end(), letters.outlines.begin(), letters.outlines.end());
    if (!letters.outlines.empty()) {
      items.emplace_back(std::move(letters));
    }
  }
  if (text.halo_width > 0 && !halo.outlines.empty()) {
    items.insert(items.begin(), std::move(halo));
  }
  return items;
}

void turn(PageGroup& group, TextPainter& painter) {
  std::vector<PageItem> items;
  for (PageItem& item : group.items) {
    const auto* text = std::get_if<PageText>(&item);
    auto letters = text == nullptr ? std::nullopt : letters_of(*text, painter);
    if (!letters) {
      items.push_back(std::move(item));
      continue;
    }
    group.words += group.words.empty() ? "" : "\n";
    for (const LabelSpan& span : text->spans) {
      group.words += span.text;
    }
    std::move(letters->begin(), letters->end(), std::back_inserter(items));
  }
  group.items = std::move(items);
}

}  // namespace

void turn_texts_to_paths(Page& page) {
  TextPainter painter;
  painter.set_font(page.font);
  for (PagePanel& panel : page.panels) {
    for (PageGroup& group : panel.groups) {
      turn(group, painter);
    }
  }
}

}  // namespace baryscope
