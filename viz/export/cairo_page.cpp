#include "viz/export/cairo_page.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <numbers>
#include <string>
#include <variant>

#include "viz/scene/text_extent.h"
#include "viz/text/label_layout.h"
#include "viz/text/show_text.h"

namespace baryscope {
namespace {

struct PatternDeleter {
  void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
};

void set_source(cairo_t* context, const Gradient& gradient) {
  const PagePoint a = gradient.from, b = gradient.to;
  const std::unique_ptr<cairo_pattern_t, PatternDeleter> pattern(
      gradient.radial
          ? cairo_pattern_create_radial(a.x, a.y, 0, a.x, a.y, std::hypot(b.x - a.x, b.y - a.y))
          : cairo_pattern_create_linear(a.x, a.y, b.x, b.y));
  for (const Gradient::Stop& stop : gradient.stops) {
    cairo_pattern_add_color_stop_rgba(pattern.get(), stop.offset, stop.color.red, stop.color.green,
                                      stop.color.blue, stop.color.alpha);
  }
  cairo_set_source(context, pattern.get());
}

/// False where there is nothing to paint.
bool set_source(cairo_t* context, const Paint& paint) {
  if (const auto* color = std::get_if<Color>(&paint)) {
    cairo_set_source_rgba(context, color->red, color->green, color->blue, color->alpha);
  } else if (const auto* gradient = std::get_if<Gradient>(&paint)) {
    set_source(context, *gradient);
  }
  return paint.index() != 0;
}

/// Clockwise as it is seen, half a circle at most.
void arc_to(cairo_t* context, PagePoint from, PagePoint to, double radius) {
  const double x = to.x - from.x, y = to.y - from.y, chord = std::hypot(x, y);
  if (chord < 1e-9) {
    return;
  }
  radius = std::max(radius, 0.5 * chord);
  const double height = std::sqrt(std::max(0.0, radius * radius - 0.25 * chord * chord));
  const PagePoint center{0.5 * (from.x + to.x) - height * y / chord,
                         0.5 * (from.y + to.y) + height * x / chord};
  cairo_arc(context, center.x, center.y, radius, std::atan2(from.y - center.y, from.x - center.x),
            std::atan2(to.y - center.y, to.x - center.x));
}

void trace(cairo_t* context, const PageOutline& outline) {
  PagePoint last;
  for (std::size_t i = 0; i < outline.nodes.size(); ++i) {
    const PageNode& node = outline.nodes[i];
    if (i == 0) {
      cairo_move_to(context, node.at.x, node.at.y);
    } else if (node.curved) {
      cairo_curve_to(context, node.first.x, node.first.y, node.second.x, node.second.y, node.at.x,
                     node.at.y);
    } else if (node.radius > 0) {
      arc_to(context, last, node.at, node.radius);
    } else {
      cairo_line_to(context, node.at.x, node.at.y);
    }
    last = node.at;
  }
  if (outline.closed && !outline.nodes.empty()) {
    if (const PageNode& first = outline.nodes.front(); first.radius > 0) {
      arc_to(context, last, first.at, first.radius);
    }
    cairo_close_path(context);
  }
}

class PagePainter {
 public:
  PagePainter(cairo_t* context, const std::string& font) : m_context(context) {
    m_texts.set_font(font);
  }
  void paint(const PageGroup& group);

 private:
  void paint(const PagePath& path);
  void paint(const PageText& text);
  void stroke(const PagePath& path);

  cairo_t* m_context;
  TextPainter m_texts;
};

void PagePainter::stroke(const PagePath& path) {
  if (path.width <= 0 || !set_source(m_context, path.stroke)) {
    return;
  }
  cairo_set_line_width(m_context, path.width);
  cairo_set_line_join(m_context, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(m_context, path.butt ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  cairo_set_dash(m_context, path.dashes.data(), static_cast<int>(path.dashes.size()),
                 path.dash_offset);
  cairo_stroke_preserve(m_context);
}

void PagePainter::paint(const PagePath& path) {
  cairo_new_path(m_context);
  for (const PageOutline& outline : path.outlines) {
    trace(m_context, outline);
  }
  if (path.outlines.empty()) {
    cairo_arc(m_context, path.center.x, path.center.y, std::max(path.radius, 0.0), 0,
              2 * std::numbers::pi);
    cairo_close_path(m_context);
  }
  if (path.stroke_first) {
    stroke(path);
  }
  if (set_source(m_context, path.fill)) {
    cairo_fill_preserve(m_context);
  }
  if (!path.stroke_first) {
    stroke(path);
  }
  cairo_new_path(m_context);
}

void PagePainter::paint(const PageText& text) {
  TextStyle style;
  style.size = text.size / k_pixels_per_point;
  style.ink = text.ink;
  style.grey = text.grey;
  style.halo = text.halo;
  style.halo_width = text.halo_width;
  show_text(m_context, m_texts, text.spans, style, text.pen.x, text.pen.y);
}

void PagePainter::paint(const PageGroup& group) {
  const bool translucent = group.opacity < 0.9995;
  if (translucent) {
    cairo_push_group(m_context);
  }
  for (const auto& item : group.items) {
    std::visit([this](const auto& each) { paint(each); }, item);
  }
  if (translucent) {
    cairo_pop_group_to_source(m_context);
    cairo_paint_with_alpha(m_context, group.opacity);
  }
}

}  // namespace

void paint_page(cairo_t* context, const Page& page) {
  PagePainter painter(context, page.font);
  for (const PagePanel& panel : page.panels) {
    cairo_save(context);
    cairo_rectangle(context, panel.left, panel.top, panel.width, panel.height);
    cairo_clip(context);
    cairo_translate(context, panel.left, panel.top);
    for (const PageGroup& group : panel.groups) {
      painter.paint(group);
    }
    cairo_restore(context);
  }
}

}  // namespace baryscope
