#include "viz/draw/overlay.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "viz/draw/glyph_icon.h"
#include "viz/scene/color_map.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {

namespace {

/// A length rounded to whole pixels, in layout pixels.
double bar_pixels(double text_scale, double length, double least) {
  return std::max(least, std::round(text_scale * length)) / text_scale;
}

}  // namespace

void Overlay::add_scale(double left, double top, double bar_width, double bar_height) {
  const Legend& legend = m_scene->legend;
  if (m_form == Form::parts) {
    m_parts.push_back(
        {m_room, m_label,
         OverlayBar{left, top, bar_width, bar_height, legend.color_map, m_scene->theme.dark()}});
    return;
  }
  const int width = static_cast<int>(std::lround(m_text_scale * bar_width));
  const int height = static_cast<int>(std::lround(m_text_scale * bar_height));
  std::vector<std::uint8_t> pixels(4UL * width * height);
  for (int x = 0; x < width; ++x) {
    const Color color = map_color(legend.color_map, (x + 0.5) / width, m_scene->theme.dark());
    for (int y = 0; y < height; ++y) {
      std::uint8_t* pixel = &pixels[4UL * (static_cast<std::size_t>(y) * width + x)];
      pixel[0] = static_cast<std::uint8_t>(std::lround(255 * color.red));
      pixel[1] = static_cast<std::uint8_t>(std::lround(255 * color.green));
      pixel[2] = static_cast<std::uint8_t>(std::lround(255 * color.blue));
      pixel[3] = 255;
    }
  }
  const double s = m_pixel_scale;
  m_mesh.add_picture(m_atlas.add(width, height, pixels), s * left, s * top, s / m_text_scale);
}

void Overlay::add_icon(Glyph glyph, double left, double top, double side, const Color& color) {
  if (m_form == Form::parts) {
    m_parts.push_back({m_room, m_label, OverlayIcon{glyph, left, top, side, color, faint(0)}});
    return;
  }
  const double s = m_pixel_scale;
  const int pixels = std::max(1, static_cast<int>(std::lround(m_text_scale * side)));
  const Image icon = glyph_icon(glyph, color, faint(0), pixels);
  m_mesh.add_picture(m_atlas.add(pixels, pixels, icon.rgba), s * left, s * top, s / m_text_scale);
}

void Overlay::add_color_bar(const LegendLayout& layout, double left, double top) {
  const Legend& legend = m_scene->legend;
  const double grow = m_scene->font_size / 14;
  const Text title = text({{legend.title}}, layout.bar_title_points, faint(0.72), 0);
  put(title, left, top);
  note(WrittenText::Kind::legend, legend.title, layout.bar_title_points, title, left, top);

  const double bar_top = top + title.height + 3 * grow;
  const double bar_height = bar_pixels(m_text_scale, grow * k_legend_bar_height, 1);
  const double bar_width = bar_pixels(m_text_scale, layout.bar_width, 2);
  add_scale(left, bar_top, bar_width, bar_height);

  const double bar_bottom = bar_top + bar_height;
  double free_from = -1e300;  // a number that would touch the one before it is left out
  for (const double tick : legend.ticks) {
    const double x =
        left + bar_width * scale_position(legend.color_map, legend.minimum, legend.maximum, tick);
    add_line(x, bar_bottom, x, bar_bottom + 3 * grow, 1, faint(0.5));
    const std::string digits = (tick < 0 ? "\u2212" : "") + to_text(std::abs(tick));
    const Text number = text({{digits}}, layout.bar_number_points, faint(0.65), 0);
    const double left_edge = x - 0.5 * number.width;
    const double number_top = bar_bottom + 3.5 * grow;
    if (left_edge < free_from) {
      continue;
    }
    free_from = left_edge + number.width + 3 * grow;
    put(number, left_edge, number_top);
    note(WrittenText::Kind::scale, digits, layout.bar_number_points, number, left_edge, number_top);
  }
}

void Overlay::add_row_icon(const Legend::Row& row, double left, double middle, double size) {
  const Color color = m_scene->theme.color(row.role);
  if (row.glyph) {
    const bool round = *row.glyph == Glyph::sphere || *row.glyph == Glyph::ring;
    const double side = round ? 0.9 * size : 1.15 * size;
    add_icon(*row.glyph, left + 0.5 * (size - side), middle - 0.5 * side, side, color);
    return;
  }
  const double height = row.filled ? 0.62 * size : 0;
  if (row.filled) {
    Color face = color;
    face.alpha = 0.3;
    add_rectangle(left, middle - 0.5 * height, size, height, face);
  }
  const auto stroke = [&](double x0, double y0, double x1, double y1) {
    const int n_dashes = row.dashed ? 3 : 1;
    for (int i = 0; i < n_dashes; ++i) {
      const double a = row.dashed ? (i + 0.0) / (n_dashes - 0.4) : 0;
      const double b = row.dashed ? (i + 0.6) / (n_dashes - 0.4) : 1;
      add_line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0),
               row.filled ? 1.2 : 2.4, color);
    }
  };
  const double top = middle - 0.5 * height, bottom = middle + 0.5 * height;
  stroke(left, top, left + size, top);
  if (row.filled) {
    stroke(left, bottom, left + size, bottom);
    stroke(left, top, left, bottom);
    stroke(left + size, top, left + size, bottom);
  }
}

void Overlay::add_legend(const Viewport& viewport) {
  const LegendLayout layout =
      legend_layout(*m_scene, viewport.width, viewport.margin_bottom, measure_text());
  const double strip_top = viewport.height - viewport.margin_bottom;
  if (layout.bar_width > 0) {
    add_color_bar(layout, FigureLayout().side, strip_top + 4 * m_scene->font_size / 14);
  }
  for (std::size_t i = 0; i < layout.entries.size(); ++i) {
    const LegendLayout::Entry& entry = layout.entries[i];
    const double middle = strip_top + entry.middle;
    add_row_icon(m_scene->legend.rows[i], entry.left, middle, layout.icon);
    const double left = entry.left + layout.icon + layout.icon_gap;
    double line_middle = middle;
    for (const std::string& line : entry.lines) {
      const Text words = text({{line}}, layout.points, faint(0.78), 0);
      const double top = line_middle - 0.5 * words.height;
      put(words, left, top);
      note(WrittenText::Kind::legend, line, layout.points, words, left, top);
      line_middle += layout.line_height;
    }
  }
}

}  // namespace baryscope
