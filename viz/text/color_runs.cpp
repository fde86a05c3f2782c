#include "viz/text/color_runs.h"

#include <hb-ot.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace baryscope {
namespace {

bool is_colored(PangoFont* font) {
  hb_font_t* shaper = pango_font_get_hb_font(font);
  if (shaper == nullptr) return false;
  hb_face_t* face = hb_font_get_face(shaper);
#if HB_VERSION_ATLEAST(7, 0, 0)
  if (hb_ot_color_has_paint(face) != 0) return true;
#endif
  return hb_ot_color_has_png(face) != 0 || hb_ot_color_has_layers(face) != 0 ||
         hb_ot_color_has_svg(face) != 0;
}

}  // namespace

ColorRuns::ColorRuns(PangoLayout* layout) {
  PangoLayoutIter* iterator = pango_layout_get_iter(layout);
  do {
    PangoGlyphItem* run = pango_layout_iter_get_run_readonly(iterator);
    if (run == nullptr) continue;
    PangoRectangle extents;
    pango_layout_iter_get_run_extents(iterator, nullptr, &extents);
    constexpr double unit = 1.0 / PANGO_SCALE;
    const Run placed{run, extents.x * unit, pango_layout_iter_get_baseline(iterator) * unit};
    (is_colored(run->item->analysis.font) ? m_colored : m_plain).push_back(placed);
  } while (pango_layout_iter_next_run(iterator) != 0);
  pango_layout_iter_free(iterator);
}

void ColorRuns::add_outlines(cairo_t* context) const {
  for (const Run& run : m_plain) {
    cairo_move_to(context, run.x, run.y);
    pango_cairo_glyph_string_path(context, run.glyphs->item->analysis.font, run.glyphs->glyphs);
  }
}

void ColorRuns::paint_around(cairo_t* context, double reach) const {
  cairo_pattern_t* source = cairo_pattern_reference(cairo_get_source(context));
  cairo_push_group(context);
  for (const Run& run : m_colored) {
    cairo_move_to(context, run.x, run.y);
    pango_cairo_show_glyph_string(context, run.glyphs->item->analysis.font, run.glyphs->glyphs);
  }
  cairo_pattern_t* shape = cairo_pop_group(context);
  cairo_set_source(context, source);
  // The shape, moved around a circle close enough that no step shows, is the shape made fatter.
  double device_reach = reach, unused = 0;
  cairo_user_to_device_distance(context, &device_reach, &unused);
  const int n_steps = std::clamp(static_cast<int>(std::ceil(4 * std::abs(device_reach))), 12, 96);
  cairo_mask(context, shape);
  for (int step = 0; step < n_steps; ++step) {
    const double angle = 2 * std::numbers::pi * step / n_steps;
    cairo_save(context);
    cairo_translate(context, reach * std::cos(angle), reach * std::sin(angle));
    cairo_mask(context, shape);
    cairo_restore(context);
  }
  cairo_pattern_destroy(shape);
  cairo_pattern_destroy(source);
}

}  // namespace baryscope
