#include "viz/text/glyph_outlines.h"

#include <pango/pangocairo.h>

#include <memory>
#include <utility>

namespace baryscope {
namespace {

/// Outlines are taken at this many times the size, where hints hardly move them; each glyph by
/// itself at the origin, since Cairo's paths reach 32,767 pixels.
constexpr double k_scale = 16;

struct SurfaceDeleter {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextDeleter {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
struct PathDeleter {
  void operator()(cairo_path_t* path) const { cairo_path_destroy(path); }
};
struct IterDeleter {
  void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
};

Color ink_of(const PangoItem& item) {
  Color ink;
  for (const GSList* each = item.analysis.extra_attrs; each != nullptr; each = each->next) {
    const auto* attribute = static_cast<const PangoAttribute*>(each->data);
    if (attribute->klass->type == PANGO_ATTR_FOREGROUND) {
      const PangoColor& color = reinterpret_cast<const PangoAttrColor*>(attribute)->color;
      ink.red = color.red / 65535.0;
      ink.green = color.green / 65535.0;
      ink.blue = color.blue / 65535.0;
    } else if (attribute->klass->type == PANGO_ATTR_FOREGROUND_ALPHA) {
      ink.alpha = reinterpret_cast<const PangoAttrInt*>(attribute)->value / 65535.0;
    }
  }
  return ink;
}

std::vector<GlyphStep> steps_of(const cairo_path_t& path) {
  std::vector<GlyphStep> steps;
  for (int i = 0; i < path.num_data; i += path.data[i].header.length) {
    const cairo_path_data_t* data = &path.data[i];
    GlyphStep step;
    switch (data->header.type) {
      case CAIRO_PATH_MOVE_TO:
      case CAIRO_PATH_LINE_TO:
        step = {
            data->header.type == CAIRO_PATH_MOVE_TO ? GlyphStep::Kind::move : GlyphStep::Kind::line,
            data[1].point.x, data[1].point.y};
        break;
      case CAIRO_PATH_CURVE_TO:
        step = {GlyphStep::Kind::curve, data[3].point.x, data[3].point.y, data[1].point.x,
                data[1].point.y,        data[2].point.x, data[2].point.y};
        break;
      case CAIRO_PATH_CLOSE_PATH:
        step.kind = GlyphStep::Kind::close;
        break;
    }
    steps.push_back(step);
  }
  return steps;
}

/// `x`: of the glyph's pen, Pango units.
void add_glyph(cairo_t* context, PangoFont* font, const PangoGlyphInfo& glyph, int x,
               std::vector<GlyphStep>& steps) {
  PangoGlyphInfo alone = glyph;
  alone.geometry.x_offset = alone.geometry.y_offset = 0;
  int cluster = 0;
  PangoGlyphString string{1, &alone, &cluster, 1};
  cairo_new_path(context);
  cairo_move_to(context, 0, 0);
  pango_cairo_glyph_string_path(context, font, &string);
  const std::unique_ptr<cairo_path_t, PathDeleter> path(cairo_copy_path(context));
  const double left = static_cast<double>(x + glyph.geometry.x_offset) / PANGO_SCALE;
  const double top = static_cast<double>(glyph.geometry.y_offset) / PANGO_SCALE;
  for (GlyphStep step : steps_of(*path)) {
    step.x += left;
    step.first_x += left;
    step.second_x += left;
    step.y += top;
    step.first_y += top;
    step.second_y += top;
    steps.push_back(step);
  }
}

}  // namespace

std::vector<GlyphOutlines> glyph_outlines(PangoLayout* layout) {
  const std::unique_ptr<cairo_surface_t, SurfaceDeleter> surface(
      cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
  const std::unique_ptr<cairo_t, ContextDeleter> context(cairo_create(surface.get()));
  cairo_scale(context.get(), k_scale, k_scale);
  std::vector<GlyphOutlines> outlines;
  const std::unique_ptr<PangoLayoutIter, IterDeleter> iter(pango_layout_get_iter(layout));
  do {
    const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(iter.get());
    if (run == nullptr) {
      continue;
    }
    PangoRectangle extents;
    pango_layout_iter_get_run_extents(iter.get(), nullptr, &extents);
    GlyphOutlines letters{ink_of(*run->item), {}};
    int x = extents.x;
    for (int i = 0; i < run->glyphs->num_glyphs; ++i) {
      const PangoGlyphInfo& glyph = run->glyphs->glyphs[i];
      add_glyph(context.get(), run->item->analysis.font, glyph, x, letters.steps);
      x += glyph.geometry.width;
    }
    outlines.push_back(std::move(letters));
  } while (pango_layout_iter_next_run(iter.get()) != 0);
  return outlines;
}

}  // namespace baryscope
