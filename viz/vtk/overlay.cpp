#include "viz/vtk/overlay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

constexpr double k_halo = 2.2;  // layout pixels

Color mixed(const Color& a, const Color& b, double t) {
  return {a.red + t * (b.red - a.red), a.green + t * (b.green - a.green),
          a.blue + t * (b.blue - a.blue), 1};
}

/// A title in two lines, split between its parts as near the middle as can be; one line if it has
/// none.
std::vector<std::string> halves(const std::string& title) {
  std::size_t best = std::string::npos, skipped = 0;
  const auto off_middle = [&](std::size_t at) {
    return std::abs(static_cast<double>(at) - 0.5 * static_cast<double>(title.size()));
  };
  for (const std::string mark : {" · ", " ("}) {
    for (std::size_t at = title.find(mark); at != std::string::npos;
         at = title.find(mark, at + 1)) {
      if (best == std::string::npos || off_middle(at) < off_middle(best)) {
        best = at;
        skipped = mark == " (" ? 1 : mark.size();
      }
    }
  }
  if (best == std::string::npos) {
    return {title};
  }
  return {title.substr(0, best), title.substr(best + skipped)};
}

}  // namespace

void Overlay::set_scene(std::shared_ptr<const Scene> scene) {
  m_scene = std::move(scene);
  m_pixel_scale = 0;
  m_placed.clear();
}

Color Overlay::faint(double strength) const {
  return mixed(mixed(m_scene->theme.paper_top, m_scene->theme.paper_bottom, 0.5),
               m_scene->theme.ink, strength);
}

Overlay::Text Overlay::text(const std::vector<LabelSpan>& spans, double size, const Color& ink,
                            double halo_width) {
  TextStyle style;
  style.size = size;
  style.scale = m_text_scale;
  style.ink = ink;
  style.grey = faint(0.5);
  style.halo = mixed(m_scene->theme.paper_top, m_scene->theme.paper_bottom, 0.5);
  style.halo_width = halo_width;
  Text result;
  m_painter.measure(spans, style, result.width, result.height);
  const TextImage& image = m_painter.draw(spans, style);
  result.place = m_atlas.add(image.width, image.height, image.rgba);
  return result;
}

void Overlay::put(const Text& text, double left, double top) {
  const double s = m_pixel_scale, zoom = m_pixel_scale / m_text_scale;
  m_mesh.add_picture(text.place, s * left - 0.5 * (zoom * text.place.width - s * text.width),
                     s * top - 0.5 * (zoom * text.place.height - s * text.height), zoom);
}

void Overlay::lay_out(const Camera& camera, const Viewport& viewport, double pixel_scale) {
  if (pixel_scale != m_pixel_scale || viewport.width != m_width || viewport.height != m_height) {
    m_pixel_scale = pixel_scale;
    m_width = viewport.width;
    m_height = viewport.height;
    // A line of text is at most as wide as the picture.
    m_text_scale = std::min(pixel_scale, k_largest_side / std::max(viewport.width, 1.0));
    rebuild(viewport);
    while (m_atlas.height() > k_largest_side) {
      m_text_scale /= 2;
      rebuild(viewport);
    }
    m_atlas_image = m_atlas.image();
    ++m_atlas_version;
  }
  m_mesh = m_fixed;
  m_placed = place_labels(*m_scene, camera, viewport, m_painter, m_placed);
  for (const PlacedLabel& placed : m_placed) {
    if (placed.visible) {
      add_label(placed, camera, viewport);
    }
  }
  if (m_scene->axes.visible) {
    add_axis_titles(camera, viewport);
  }
}

void Overlay::rebuild(const Viewport& viewport) {
  m_atlas = {};
  m_mesh = {};
  add_head(viewport);
  if (m_scene->legend.visible) {
    add_legend(viewport);
  }
  m_fixed = m_mesh;
  m_label_texts.clear();
  for (const SceneLabel& label : m_scene->labels) {
    m_label_texts.push_back(text(label.spans, m_scene->font_size * label.scale,
                                 m_scene->theme.color(label.role), k_halo));
  }
  if (m_scene->axes.visible) {
    for (int i = 0; i < 3; ++i) {
      m_axis_texts[i] =
          text({{m_scene->axes.titles[i]}}, 0.78 * m_scene->font_size, faint(0.6), k_halo);
    }
  }
}

void Overlay::add_head(const Viewport& viewport) {
  const FigureLayout layout;
  const double font = m_scene->font_size;
  const double room = viewport.width - 2 * layout.side;
  // What a line has to shrink by to stay in the picture.
  const auto fit = [&](const std::string& words, bool bold, double size) {
    TextStyle style;
    style.size = size;
    double width = 0, height = 0;
    m_painter.measure({{words, bold}}, style, width, height);
    return std::clamp(room / std::max(width, 1.0), 0.3, 1.0);
  };
  struct Line {
    std::string words;
    bool bold;
    double size, strength, gap;
  };
  std::vector<Line> lines;
  const auto add = [&](const std::string& words, bool bold, double size, double strength,
                       double gap) {
    if (!words.empty()) {
      lines.push_back({words, bold, size, strength, gap * font / 14});
    }
  };
  double size = 1.28 * font;
  std::vector<std::string> title{m_scene->title};
  double shrink = fit(title[0], true, size);
  if (shrink < 0.78) {
    title = halves(title[0]);
    size = 0.98 * font;
    shrink = 1;
    for (const std::string& line : title) {
      shrink = std::min(shrink, fit(line, true, size));
    }
  }
  for (std::size_t i = 0; i < title.size(); ++i) {
    add(title[i], true, shrink * size, 1, i + 1 < title.size() ? 0 : 7 - 2.0 * i);
  }
  double finding = std::min(1.02 * font, m_scene->title.empty() ? font : 0.92 * shrink * size);
  finding *= fit(m_scene->finding, false, finding);
  add(m_scene->finding, false, finding, 0.78, 4);
  double caption = std::min(0.8 * font, 0.9 * finding);
  caption *= fit(m_scene->caption, false, caption);
  add(m_scene->caption, false, caption, 0.56, 0);

  // Everything shrinks alike where the lines together are too high for the margin.
  const double top_gap = std::min(16 * font / 14, 0.2 * viewport.margin_top);
  double stack = 0;
  for (const Line& line : lines) {
    TextStyle style;
    style.size = line.size;
    double width = 0, height = 0;
    m_painter.measure({{line.words, line.bold}}, style, width, height);
    stack += height + line.gap;
  }
  const double press =
      std::clamp((viewport.margin_top - top_gap - 3) / std::max(stack, 1.0), 0.05, 1.0);
  double top = top_gap;
  for (const Line& line : lines) {
    const Text drawn = text({{line.words, line.bold}}, press * line.size, faint(line.strength), 0);
    put(drawn, layout.side, top);
    top += drawn.height + press * line.gap;
  }
}

void Overlay::add_label(const PlacedLabel& placed, const Camera& camera, const Viewport& viewport) {
  const SceneLabel& label = m_scene->labels.at(placed.label);
  if (placed.leader) {
    const double s = m_pixel_scale;
    const Color color = faint(0.45);
    const auto lead = [&](double x, double y, double clearance) {
      // To the nearest point of the box, starting outside the glyph.
      const double end_x = std::clamp(x, placed.x, placed.x + placed.width);
      const double end_y = std::clamp(y, placed.y, placed.y + placed.height);
      const double span = std::hypot(end_x - x, end_y - y);
      if (span > clearance + 2) {
        const double t = clearance / span;
        m_mesh.add_line(s * (x + t * (end_x - x)), s * (y + t * (end_y - y)), s * end_x, s * end_y,
                        s * 1.0, color);
      }
    };
    lead(placed.anchor_x, placed.anchor_y, label.clearance);
    for (const Vec3& anchor : label.more_anchors) {
      if (const auto at = to_screen(camera, viewport, anchor)) {
        lead(at->x, at->y, label.clearance);
      }
    }
  }
  put(m_label_texts.at(placed.label), placed.x, placed.y);
}

void Overlay::add_axis_titles(const Camera& camera, const Viewport& viewport) {
  const auto origin = to_screen(camera, viewport, m_scene->axes.origin);
  for (int i = 0; i < 3; ++i) {
    const auto end = to_screen(camera, viewport, m_scene->axes.ends[i]);
    if (!origin || !end || m_scene->axes.titles[i].empty()) {
      continue;
    }
    // Just beyond the axis' end, on its line.
    const Text& title = m_axis_texts[i];
    const double dx = end->x - origin->x, dy = end->y - origin->y;
    const double span = std::max(std::hypot(dx, dy), 1e-6);
    const double beyond =
        6 + 0.5 * (std::abs(dx) * title.width + std::abs(dy) * title.height) / span;
    put(title, end->x + dx / span * beyond - 0.5 * title.width,
        end->y + dy / span * beyond - 0.5 * title.height);
  }
}

}  // namespace baryscope
