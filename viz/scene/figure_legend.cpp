#include "viz/scene/figure_legend.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

// Layout pixels at 14 pt.
constexpr double k_bar_width = 190, k_icon = 16, k_icon_gap = 7, k_row_gap = 22;
constexpr double k_pitch = 21, k_top = 8, k_bottom = 4;
constexpr double k_entry = 0.84;        // of the font
constexpr double k_legend_step = 0.08;  // from one try to the next

/// What lays entries out: their room and how they are measured.
struct LegendStrip {
  const Legend& legend;
  double font, grow, start, end;  ///< of the whole picture
  const MeasureText& measure;
};

/// Sizes of words and icons that are `shrink` times as large as usual.
LegendLayout sized(const LegendStrip& strip, double shrink) {
  LegendLayout layout;
  layout.points = k_entry * shrink * strip.font;
  layout.line_height = strip.measure("x", false, layout.points).height;
  layout.icon = shrink * strip.grow * k_icon;
  layout.icon_gap = shrink * strip.grow * k_icon_gap;
  if (strip.legend.color_map.empty()) return layout;
  const double usual = strip.grow * k_bar_width;
  layout.bar_width = std::min(usual, std::max(1.0, strip.end - strip.start));
  const double narrow = layout.bar_width / usual, least = least_points(strip.font);
  const auto points = [&](double share) {
    return std::max(std::min(least, share * strip.font), narrow * share * strip.font);
  };
  layout.bar_title_points = points(0.8);
  layout.bar_number_points = points(0.74);
  return layout;
}

double bar_height(const LegendStrip& strip, const LegendLayout& layout) {
  if (layout.bar_width == 0) return 0;
  return strip.grow * (4 + 3 + k_legend_bar_height + 3.5) +
         strip.measure("x", false, layout.bar_title_points).height +
         strip.measure("0", false, layout.bar_number_points).height;
}

/// Where entries beside the bar begin.
double beside_bar(const LegendStrip& strip, const LegendLayout& layout) {
  return strip.start + (layout.bar_width > 0 ? layout.bar_width + 2 * k_row_gap * strip.grow : 0);
}

/// One line at the right where it fits, else two lines that hold `share` of their equal parts at
/// most; nothing where some entry finds no room.
std::optional<LegendLayout> in_two_lines(const LegendStrip& strip, double shrink, double share) {
  LegendLayout layout = sized(strip, shrink);
  const double start = beside_bar(strip, layout), end = strip.end, grow = strip.grow;
  if (start > end) return std::nullopt;
  // Everything shrinks by the same factor, the widths of words too.
  std::vector<double> widths;
  const double gap = shrink * grow * k_row_gap, pitch = k_pitch * shrink * grow;
  double total = -gap;
  for (const Legend::Row& row : strip.legend.rows) {
    const double words = strip.measure(row.text, false, k_entry * strip.font).width;
    widths.push_back(shrink * (words + grow * (k_icon + k_icon_gap)));
    total += widths.back() + gap;
  }
  const bool one_line = start + total <= end;
  const double n_lines = std::ceil(total / std::max(end - start, 1.0));
  const double line_end = one_line ? end : std::min(end, start + share * total / n_lines);
  double left = one_line ? end - total : start, top = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (!one_line && left > start && left + widths[i] > line_end) {
      left = start;
      top += pitch;
    }
    const bool fits = top + pitch <= 2 * k_pitch * grow + 1e-9 && left + widths[i] <= end + 1e-9;
    if (!one_line && !fits) return std::nullopt;
    const double middle = one_line ? 32 * grow : k_top * grow + top + 0.5 * pitch;
    layout.entries.push_back({{strip.legend.rows[i].text}, left, middle});
    left += widths[i] + gap;
  }
  layout.height = FigureLayout().bottom_margin * grow;
  return layout;
}

/// Line after line from `start` on, `top` below the strip's.
LegendLayout flowing(const LegendStrip& strip, double shrink, double start, double top) {
  LegendLayout layout = sized(strip, shrink);
  const double margin = layout.icon + layout.icon_gap, gap = shrink * strip.grow * k_row_gap;
  const double least = std::max(layout.line_height, layout.icon);
  const double between = 3 * shrink * strip.grow, room = std::max(1.0, strip.end - start);
  double left = start, tallest = 0;
  for (const Legend::Row& row : strip.legend.rows) {
    LegendLayout::Entry entry;
    double width = strip.measure(row.text, false, layout.points).width;
    if (margin + width > room) {
      const double words = std::max(1.0, room - margin);
      entry.lines = wrapped(row.text, false, layout.points, words, strip.measure);
      width = words;
    }
    if (entry.lines.empty()) entry.lines = {row.text};
    if (left > start && left + margin + width > strip.end) {
      left = start;
      top += tallest + between;
      tallest = 0;
    }
    entry.left = left;
    entry.middle = top + 0.5 * least;
    const auto n_more = static_cast<double>(entry.lines.size() - 1);
    tallest = std::max(tallest, least + n_more * layout.line_height);
    left += margin + width + gap;
    layout.entries.push_back(std::move(entry));
  }
  layout.height = std::max(bar_height(strip, layout), top + tallest) + k_bottom * strip.grow;
  return layout;
}

/// Beside the bar or below it, where it takes less height.
LegendLayout broken(const LegendStrip& strip, double shrink) {
  const LegendLayout sizes = sized(strip, shrink);
  const double bar = bar_height(strip, sizes), below = bar > 0 ? bar + 6 * strip.grow : 0;
  LegendLayout best = flowing(strip, shrink, strip.start, std::max(below, k_top * strip.grow));
  const double start = beside_bar(strip, sizes);
  // A column that is too narrow breaks every entry.
  if (bar > 0 && strip.end - start >= 100 * strip.grow) {
    LegendLayout beside = flowing(strip, shrink, start, k_top * strip.grow);
    if (beside.height <= best.height) best = std::move(beside);
  }
  return best;
}

LegendStrip strip_of(const Scene& scene, double width, const MeasureText& measure) {
  const double side = FigureLayout().side;
  return {scene.legend, scene.font_size, scene.font_size / 14, side, width - side, measure};
}

/// Of the usual size, where words are as small as can be read.
double legible_shrink(double font) { return std::min(1.0, least_points(font) / (k_entry * font)); }

/// In the usual strip, all legible.
std::optional<LegendLayout> find_usual(const LegendStrip& strip) {
  // A small font's words are a little smaller than the font.
  const double least = std::min(legible_shrink(strip.font), 1.0);
  for (double shrink = 1; shrink >= least - 1e-9; shrink -= k_legend_step) {
    // Of about equal length, or however long entries fill them: rather that than smaller words.
    for (const double share : {1.12, 2.0}) {
      if (auto layout = in_two_lines(strip, shrink, share)) return layout;
    }
  }
  return std::nullopt;
}

}  // namespace

LegendLayout legend_layout(const Scene& scene, double width, double height,
                           const MeasureText& measure) {
  constexpr double k_smallest = 0.2;  // not legible, but there
  const LegendStrip strip = strip_of(scene, width, measure);
  if (auto usual = find_usual(strip); usual && usual->height <= height + 1e-9) return *usual;
  double shrink = 1;
  LegendLayout layout = broken(strip, shrink);
  while (layout.height > height && shrink > k_smallest) {
    shrink -= k_legend_step / 2;
    layout = broken(strip, shrink);
  }
  return layout;
}

double legend_height(const Scene& scene, double width, double height, double usual) {
  constexpr double k_wanted = 0.16;  // more is taken only by words at their smallest
  const MeasureText measure = estimated_extent;
  const LegendStrip strip = strip_of(scene, width, measure);
  if (scene.legend.rows.empty() && scene.legend.color_map.empty()) return usual;
  if (const auto layout = find_usual(strip)) return std::max(usual, layout->height);
  const double least = legible_shrink(scene.font_size);
  for (double shrink = 1;; shrink = std::max(shrink - k_legend_step / 2, least)) {
    const double needed = std::max(usual, broken(strip, shrink).height);
    if (needed <= std::max(usual, k_wanted * height) || shrink <= least) return needed;
  }
}

}  // namespace baryscope
