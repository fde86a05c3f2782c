#include "viz/draw/overlay.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "viz/draw/glyph_icon.h"
#include "viz/scene/color_map.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

constexpr double k_bar_width = 190, k_bar_height = 8;  // layout pixels at 14 pt
constexpr double k_icon = 16, k_icon_gap = 7, k_row_gap = 22;

struct RowPlace {
  double left = 0, middle = 0;  // layout pixels, the middle from the strip's top
};

/// One line at the right where it fits, else lines of about equal length from `start` on; only the
/// rows that the strip has room for. `widths`: of icon and text before shrinking.
std::vector<RowPlace> place_rows(const std::vector<double>& widths, double start, double end,
                                 double shrink, double grow) {
  const double gap = shrink * grow * k_row_gap, pitch = 21 * shrink * grow;
  double total = -gap;
  for (const double width : widths) {
    total += shrink * width + gap;
  }
  if (start + total <= end) {
    std::vector<RowPlace> line;
    double left = end - total;
    for (const double width : widths) {
      line.push_back({left, 32 * grow});
      left += shrink * width + gap;
    }
    return line;
  }
  const double room = 2 * 21 * grow;
  const double n_lines = std::ceil(total / std::max(end - start, 1.0));
  const double line_end = std::min(end, start + 1.12 * total / n_lines);
  std::vector<RowPlace> lines;
  double left = start, top = 0;
  for (const double width : widths) {
    if (left > start && left + shrink * width > line_end) {
      left = start;
      top += pitch;
    }
    if (top + pitch > room + 1e-9 || left + shrink * width > end) {
      break;
    }
    lines.push_back({left, 8 * grow + top + 0.5 * pitch});
    left += shrink * width + gap;
  }
  return lines;
}

}  // namespace

double Overlay::add_color_bar(double left, double top) {
  const Legend& legend = m_scene->legend;
  const double font = m_scene->font_size, grow = font / 14, s = m_pixel_scale;
  const Text title = text({{legend.title}}, 0.8 * font, faint(0.72), 0);
  put(title, left, top);

  const double bar_top = top + title.height + 3 * grow;
  const int width = std::max(2, static_cast<int>(std::lround(m_text_scale * grow * k_bar_width)));
  const int height = std::max(1, static_cast<int>(std::lround(m_text_scale * grow * k_bar_height)));
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
  m_mesh.add_picture(m_atlas.add(width, height, pixels), s * left, s * bar_top, s / m_text_scale);

  const double bar_bottom = bar_top + height / m_text_scale;
  for (const double tick : legend.ticks) {
    const double x =
        left + width / m_text_scale *
                   scale_position(legend.color_map, legend.minimum, legend.maximum, tick);
    m_mesh.add_line(s * x, s * bar_bottom, s * x, s * (bar_bottom + 3 * grow), s, faint(0.5));
    const std::string digits = (tick < 0 ? "\u2212" : "") + to_text(std::abs(tick));
    const Text number = text({{digits}}, 0.74 * font, faint(0.65), 0);
    put(number, x - 0.5 * number.width, bar_bottom + 3.5 * grow);
  }
  return left + width / m_text_scale;
}

void Overlay::add_row_icon(const Legend::Row& row, double left, double middle, double size) {
  const double s = m_pixel_scale;
  const Color color = m_scene->theme.color(row.role);
  const Color paper = faint(0);
  if (row.glyph) {
    const bool round = *row.glyph == Glyph::sphere || *row.glyph == Glyph::ring;
    const double side = round ? 0.9 * size : 1.15 * size;
    const int pixels = std::max(1, static_cast<int>(std::lround(m_text_scale * side)));
    const Image icon = glyph_icon(*row.glyph, color, paper, pixels);
    m_mesh.add_picture(m_atlas.add(pixels, pixels, icon.rgba), s * (left + 0.5 * (size - side)),
                       s * (middle - 0.5 * side), s / m_text_scale);
    return;
  }
  const double height = row.filled ? 0.62 * size : 0;
  if (row.filled) {
    Color face = color;
    face.alpha = 0.3;
    m_mesh.add_rectangle(s * left, s * (middle - 0.5 * height), s * size, s * height, face);
  }
  const auto stroke = [&](double x0, double y0, double x1, double y1) {
    const int n_dashes = row.dashed ? 3 : 1;
    for (int i = 0; i < n_dashes; ++i) {
      const double a = row.dashed ? (i + 0.0) / (n_dashes - 0.4) : 0;
      const double b = row.dashed ? (i + 0.6) / (n_dashes - 0.4) : 1;
      m_mesh.add_line(s * (x0 + a * (x1 - x0)), s * (y0 + a * (y1 - y0)), s * (x0 + b * (x1 - x0)),
                      s * (y0 + b * (y1 - y0)), s * (row.filled ? 1.2 : 2.4), color);
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
  const FigureLayout layout;
  const Legend& legend = m_scene->legend;
  const double font = m_scene->font_size, grow = font / 14;
  const double strip_top = viewport.height - viewport.margin_bottom;
  double start = layout.side;
  if (!legend.color_map.empty()) {
    start = add_color_bar(layout.side, strip_top + 4 * grow) + 2 * k_row_gap * grow;
  }
  const double end = viewport.width - layout.side;
  const std::size_t n_rows = legend.rows.size();
  std::vector<double> widths(n_rows);
  for (std::size_t i = 0; i < n_rows; ++i) {
    TextStyle style;
    style.size = 0.84 * font;
    double height = 0;
    m_painter.measure({{legend.rows[i].text}}, style, widths[i], height);
    widths[i] += grow * (k_icon + k_icon_gap);
  }
  // Smaller until the lines fit into the strip; what then finds no room is left out.
  std::vector<RowPlace> places;
  double shrink = 1;
  for (; shrink > 0.55; shrink -= 0.08) {
    places = place_rows(widths, start, end, shrink, grow);
    if (places.size() == n_rows) {
      break;
    }
  }
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double middle = strip_top + places[i].middle;
    add_row_icon(legend.rows[i], places[i].left, middle, shrink * k_icon * grow);
    const Text words = text({{legend.rows[i].text}}, 0.84 * shrink * font, faint(0.78), 0);
    put(words, places[i].left + shrink * grow * (k_icon + k_icon_gap), middle - 0.5 * words.height);
  }
}

}  // namespace baryscope
