#include "viz/draw/overlay.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "viz/scene/figure_layout.h"
#include "viz/text/label_scenery.h"

namespace baryscope {
namespace {

constexpr double k_halo = 2.2;  // layout pixels

bool same_words(const std::vector<LabelSpan>& a, const std::vector<LabelSpan>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LabelSpan& x, const LabelSpan& y) {
                      return x.text == y.text && x.bold == y.bold && x.grey == y.grey;
                    });
}

bool same_legend(const Legend& a, const Legend& b) {
  return a.title == b.title && a.color_map == b.color_map && a.minimum == b.minimum &&
         a.maximum == b.maximum && a.ticks == b.ticks && a.visible == b.visible &&
         std::equal(a.rows.begin(), a.rows.end(), b.rows.begin(), b.rows.end(),
                    [](const Legend::Row& x, const Legend::Row& y) {
                      return x.role == y.role && x.glyph == y.glyph && x.dashed == y.dashed &&
                             x.filled == y.filled && x.text == y.text;
                    });
}

/// Whether every text but the labels is the same picture.
bool same_furniture(const Scene& a, const Scene& b) {
  return a.title == b.title && a.finding == b.finding && a.caption == b.caption &&
         a.font_size == b.font_size && a.font == b.font && a.theme.name == b.theme.name &&
         a.theme.ink == b.theme.ink && a.theme.paper_top == b.theme.paper_top &&
         a.theme.paper_bottom == b.theme.paper_bottom && a.axes.visible == b.axes.visible &&
         a.axes.titles == b.axes.titles && same_legend(a.legend, b.legend);
}

/// Whether the labels of `b` are the first ones of `a`, or all of them (a scene that moves, frame
/// by frame).
bool begin_with(const std::vector<SceneLabel>& a, const std::vector<SceneLabel>& b) {
  return a.size() >= b.size() &&
         std::equal(b.begin(), b.end(), a.begin(), [](const SceneLabel& x, const SceneLabel& y) {
           return same_words(x.spans, y.spans) && x.scale == y.scale && x.role == y.role;
         });
}

bool same_area(const Viewport& a, const Viewport& b) {
  return a.width == b.width && a.height == b.height && a.margin_left == b.margin_left &&
         a.margin_right == b.margin_right && a.margin_top == b.margin_top &&
         a.margin_bottom == b.margin_bottom;
}

}  // namespace

void Overlay::set_scene(std::shared_ptr<const Scene> scene) {
  const bool begins = m_scene != nullptr && same_furniture(*m_scene, *scene) &&
                      begin_with(m_scene->labels, scene->labels);
  const bool same = begins && m_scene->labels.size() == scene->labels.size();
  const bool arrives = m_scene != nullptr && m_scene->way && !scene->way;
  // What left on the way is gone at its end, and nothing is to be drawn for that.
  if (!same && !(begins && arrives)) m_pixel_scale = 0;
  if (!scene->way) {
    m_label_way.reset();
  } else if (m_scene == nullptr || !m_scene->way || m_scene->way->to != scene->way->to) {
    m_label_way.emplace(m_placed, m_scene == nullptr ? Scene{} : *m_scene, *scene);
  }
  if (!same || arrives) m_placed.clear();
  m_scene = std::move(scene);
  m_painter.set_font(m_scene->font);
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
  if (m_form == Form::parts) {
    result.words = {m_painter.line(spans, style),
                    0,
                    0,
                    result.width,
                    size,
                    style.ink,
                    style.grey,
                    style.halo,
                    halo_width,
                    1};
    return result;
  }
  const TextImage& image = m_painter.draw(spans, style);
  result.place = m_atlas.add(image.width, image.height, image.rgba);
  return result;
}

void Overlay::put(const Text& text, double left, double top, double opacity) {
  if (m_form == Form::parts) {
    OverlayWords words = text.words;
    words.left = left;
    words.top = top;
    words.opacity = opacity;
    m_parts.push_back({m_room, m_label, std::move(words)});
    return;
  }
  const double s = m_pixel_scale, zoom = m_pixel_scale / m_text_scale;
  m_mesh.add_picture(text.place, s * left - 0.5 * (zoom * text.place.width - s * text.width),
                     s * top - 0.5 * (zoom * text.place.height - s * text.height), zoom, opacity);
}

void Overlay::add_line(double x0, double y0, double x1, double y1, double width,
                       const Color& color) {
  if (m_form == Form::parts) {
    m_parts.push_back({m_room, m_label, OverlayLine{x0, y0, x1, y1, width, color}});
    return;
  }
  const double s = m_pixel_scale;
  m_mesh.add_line(s * x0, s * y0, s * x1, s * y1, s * width, color);
}

void Overlay::add_rectangle(double left, double top, double width, double height,
                            const Color& color) {
  if (m_form == Form::parts) {
    m_parts.push_back({m_room, m_label, OverlayRectangle{left, top, width, height, color}});
    return;
  }
  const double s = m_pixel_scale;
  m_mesh.add_rectangle(s * left, s * top, s * width, s * height, color);
}

void Overlay::note(WrittenText::Kind kind, const std::string& words, double points,
                   const Text& text, double left, double top) {
  m_written.push_back({kind, words, points, {left, top, left + text.width, top + text.height}});
}

void Overlay::lay_out(const Camera& camera, const Viewport& viewport, double pixel_scale) {
  if (pixel_scale != m_pixel_scale || !same_area(viewport, m_viewport)) {
    m_pixel_scale = pixel_scale;
    m_viewport = viewport;
    if (m_label_way) m_label_way->forget_goal();
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
  m_written.resize(m_n_fixed);
  m_parts.resize(m_n_fixed_parts);
  m_room = OverlayRoom::label;
  m_placed = m_label_way ? m_label_way->place(*m_scene, camera, viewport, m_painter)
                         : place_labels(*m_scene, camera, viewport, m_painter, m_placed);
  for (const PlacedLabel& placed : m_placed) {
    if (placed.visible) {
      add_label(placed, camera, viewport);
    }
  }
  m_label = -1;
  if (m_scene->axes.visible) {
    m_room = OverlayRoom::axis;
    add_axis_titles(camera, viewport);
  }
}

void Overlay::rebuild(const Viewport& viewport) {
  m_atlas = {};
  m_mesh = {};
  m_written.clear();
  m_parts.clear();
  m_label = -1;
  m_room = OverlayRoom::head;
  add_head(viewport);
  if (m_scene->legend.visible) {
    m_room = OverlayRoom::legend;
    add_legend(viewport);
  }
  m_fixed = m_mesh;
  m_n_fixed = m_written.size();
  m_n_fixed_parts = m_parts.size();
  m_label_texts.clear();
  for (const SceneLabel& label : m_scene->labels) {
    m_label_texts.push_back(text(label.spans, label_points(*m_scene, label.scale),
                                 m_scene->theme.color(label.role), k_halo));
  }
  if (m_scene->axes.visible) {
    for (int i = 0; i < 3; ++i) {
      m_axis_texts[i] = text({{m_scene->axes.titles[i]}},
                             label_points(*m_scene, k_axis_title_scale), faint(0.6), k_halo);
    }
  }
}

void Overlay::add_label(const PlacedLabel& placed, const Camera& camera, const Viewport& viewport) {
  const SceneLabel& label = m_scene->labels.at(placed.label);
  m_label = placed.label;
  if (placed.leader) {
    Color color = faint(0.45);
    color.alpha *= label.opacity * placed.opacity;
    const auto lead = [&](double x, double y) {
      // To the nearest point of the box, starting outside the glyph.
      const double end_x = std::clamp(x, placed.x, placed.x + placed.width);
      const double end_y = std::clamp(y, placed.y, placed.y + placed.height);
      const double span = std::hypot(end_x - x, end_y - y);
      if (span > placed.clearance + 2) {
        const double t = placed.clearance / span;
        add_line(x + t * (end_x - x), y + t * (end_y - y), end_x, end_y, 1, color);
      }
    };
    lead(placed.anchor_x, placed.anchor_y);
    for (const Vec3& anchor : label.more_anchors) {
      if (const auto at = to_screen(camera, viewport, anchor)) {
        lead(at->x, at->y);
      }
    }
  }
  const Text& drawn = m_label_texts.at(placed.label);
  put(drawn, placed.x, placed.y, label.opacity * placed.opacity);
  std::string words;
  for (const LabelSpan& span : label.spans) {
    words += span.text;
  }
  note(WrittenText::Kind::label, words, label_points(*m_scene, label.scale), drawn, placed.x,
       placed.y);
}

void Overlay::add_axis_titles(const Camera& camera, const Viewport& viewport) {
  const AxisTitleBoxes boxes = axis_title_boxes(*m_scene, camera, viewport, m_painter);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (const auto& box = boxes[i]) {
      put(m_axis_texts[i], box->left, box->top);
      note(WrittenText::Kind::axis, m_scene->axes.titles[i],
           label_points(*m_scene, k_axis_title_scale), m_axis_texts[i], box->left, box->top);
    }
  }
}

}  // namespace baryscope
