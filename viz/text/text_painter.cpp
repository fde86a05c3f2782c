#include "viz/text/label_layout.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "viz/text/color_runs.h"
#include "viz/text/glyph_outlines.h"
#include "viz/text/recent_cache.h"
#include "viz/text/show_text.h"
#include "viz/text/visible_text.h"

namespace baryscope {
namespace {

constexpr const char* k_fonts = "DejaVu Sans, Noto Sans, sans-serif";
constexpr double k_points_per_inch = 72;
constexpr double k_pixels_per_inch = 96;
/// Cairo refuses pictures from 32768 pixels on; longer lines end in "…".
constexpr double k_max_device_pixels = 16000;
constexpr std::size_t k_max_image_bytes = std::size_t{96} << 20;
constexpr std::size_t k_max_sizes = 16384;

struct GObjectDeleter {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using GPointer = std::unique_ptr<T, GObjectDeleter>;
struct SurfaceDeleter {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ContextDeleter {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, SurfaceDeleter>;
using Context = std::unique_ptr<cairo_t, ContextDeleter>;

guint16 to_channel(double value) {
  return static_cast<guint16>(std::lround(std::clamp(value, 0.0, 1.0) * 65535));
}

void set_color(cairo_t* context, const Color& color) {
  cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha);
}

/// Layout pixels; `x`, `y`: where the layout's origin lies in the box.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

std::string key_of(const std::vector<LabelSpan>& spans, const TextStyle& style, bool drawn) {
  std::string key;
  const auto add = [&key](double value) {
    key.append(reinterpret_cast<const char*>(&value), sizeof value);
  };
  add(style.size);
  add(std::min(style.scale, 1e6));
  if (drawn) {
    for (const Color& color : {style.ink, style.grey, style.halo})
      for (const double channel : {color.red, color.green, color.blue, color.alpha}) add(channel);
    add(style.halo_width);
  }
  for (const LabelSpan& span : spans) {
    add(static_cast<double>(span.text.size()));
    key += static_cast<char>((span.bold ? 1 : 0) + (span.grey ? 2 : 0));
    key += span.text;
  }
  return key;
}

}  // namespace

struct TextPainter::Cache {
  Cache() : font_map(pango_cairo_font_map_new()), images(k_max_image_bytes), boxes(k_max_sizes) {
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(font_map.get()), k_pixels_per_inch);
    context.reset(pango_font_map_create_context(font_map.get()));
    // The same line breaks and widths at every scale.
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
  }

  /// `shown`: where not null, the words as they stand in it.
  GPointer<PangoLayout> make_layout(const std::vector<LabelSpan>& spans, const TextStyle& style,
                                    std::vector<LabelSpan>* shown = nullptr);
  GPointer<PangoLayout> shaped(const std::vector<LabelSpan>& spans, const TextStyle& style);
  static Box box(PangoLayout* layout);
  static void paint_halo(cairo_t* context, PangoLayout* layout, const TextStyle& style);
  static TextImage picture(PangoLayout* layout, const Box& box, const TextStyle& style);

  std::string families = k_fonts;
  GPointer<PangoFontMap> font_map;
  GPointer<PangoContext> context;
  RecentCache<TextImage> images;
  RecentCache<Box> boxes;
};

GPointer<PangoLayout> TextPainter::Cache::shaped(const std::vector<LabelSpan>& spans,
                                                 const TextStyle& style) {
  GPointer<PangoLayout> layout(pango_layout_new(context.get()));
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family(font, families.c_str());
  pango_font_description_set_absolute_size(
      font, style.size * k_pixels_per_inch / k_points_per_inch * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
  // Our sentences run left to right whatever word they begin with.
  pango_layout_set_auto_dir(layout.get(), FALSE);

  std::string text;
  PangoAttrList* attributes = pango_attr_list_new();
  const auto add = [&](PangoAttribute* attribute, std::size_t begin) {
    attribute->start_index = static_cast<guint>(begin);
    attribute->end_index = static_cast<guint>(text.size());
    pango_attr_list_insert(attributes, attribute);
  };
  for (const LabelSpan& span : spans) {
    const std::size_t begin = text.size();
    text += span.text;
    if (span.bold) add(pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin);
    const Color& color = span.grey ? style.grey : style.ink;
    add(pango_attr_foreground_new(to_channel(color.red), to_channel(color.green),
                                  to_channel(color.blue)),
        begin);
    // 0 would mean "not set".
    add(pango_attr_foreground_alpha_new(std::max<guint16>(1, to_channel(color.alpha))), begin);
  }
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  pango_layout_set_attributes(layout.get(), attributes);
  pango_attr_list_unref(attributes);
  pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  const double widest = k_max_device_pixels / std::max(1.0, style.scale);
  if (box(layout.get()).width > widest)
    pango_layout_set_width(layout.get(), static_cast<int>(widest * PANGO_SCALE));
  return layout;
}

GPointer<PangoLayout> TextPainter::Cache::make_layout(const std::vector<LabelSpan>& spans,
                                                      const TextStyle& style,
                                                      std::vector<LabelSpan>* shown) {
  std::vector<LabelSpan> visible = with_visible_controls(spans);
  GPointer<PangoLayout> layout = shaped(visible, style);
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) {
    visible = with_named_characters(visible, unknown_characters(layout.get()));
    layout = shaped(visible, style);
  }
  PangoRectangle ink;
  pango_layout_get_extents(layout.get(), &ink, nullptr);
  if (ink.width == 0) {
    visible = with_all_named(visible);
    layout = shaped(visible, style);
  }
  if (shown != nullptr) *shown = std::move(visible);
  return layout;
}

Box TextPainter::Cache::box(PangoLayout* layout) {
  PangoRectangle ink, logical;
  pango_layout_get_extents(layout, &ink, &logical);
  const int left = std::min(ink.x, logical.x);
  const int top = std::min(ink.y, logical.y);
  const int right = std::max(ink.x + ink.width, logical.x + logical.width);
  const int bottom = std::max(ink.y + ink.height, logical.y + logical.height);
  constexpr double unit = 1.0 / PANGO_SCALE;
  return {-left * unit, -top * unit, (right - left) * unit, (bottom - top) * unit};
}

void TextPainter::Cache::paint_halo(cairo_t* context, PangoLayout* layout, const TextStyle& style) {
  const ColorRuns colored(layout);
  const bool translucent = style.halo.alpha < 1;
  if (translucent) cairo_push_group(context);
  cairo_set_source_rgb(context, style.halo.red, style.halo.green, style.halo.blue);
  colored.empty() ? pango_cairo_layout_path(context, layout) : colored.add_outlines(context);
  cairo_set_line_width(context, 2 * style.halo_width);
  cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND);
  cairo_stroke_preserve(context);
  cairo_fill(context);
  if (!colored.empty()) colored.paint_around(context, style.halo_width);
  if (translucent) {
    cairo_pop_group_to_source(context);
    cairo_paint_with_alpha(context, style.halo.alpha);
  }
}

TextImage TextPainter::Cache::picture(PangoLayout* layout, const Box& box, const TextStyle& style) {
  const int padding = static_cast<int>(std::ceil(style.halo_width * style.scale)) + 2;
  TextImage image;
  image.width = static_cast<int>(std::ceil(box.width * style.scale)) + 2 * padding;
  image.height = static_cast<int>(std::ceil(box.height * style.scale)) + 2 * padding;
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, image.width, image.height));
  const Context context(cairo_create(surface.get()));
  // Whole pixels, so that every label's baseline is as sharp as the next one's.
  cairo_translate(context.get(), std::round(padding + box.x * style.scale),
                  std::round(padding + box.y * style.scale));
  cairo_scale(context.get(), style.scale, style.scale);
  if (style.halo_width > 0) paint_halo(context.get(), layout, style);
  cairo_new_path(context.get());
  set_color(context.get(), style.ink);
  pango_cairo_show_layout(context.get(), layout);
  cairo_surface_flush(surface.get());

  const unsigned char* rows = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  image.rgba.reserve(std::size_t{4} * static_cast<std::size_t>(image.width * image.height));
  for (int y = 0; y < image.height && rows != nullptr; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(rows + std::ptrdiff_t{y} * stride);
    for (int x = 0; x < image.width; ++x) {
      const std::uint32_t pixel = row[x];
      const std::uint32_t alpha = pixel >> 24;
      for (const int shift : {16, 8, 0}) {
        const std::uint32_t premultiplied = (pixel >> shift) & 255U;
        image.rgba.push_back(static_cast<std::uint8_t>(
            alpha == 0 ? 0 : std::min(255U, (premultiplied * 255U + alpha / 2) / alpha)));
      }
      image.rgba.push_back(static_cast<std::uint8_t>(alpha));
    }
  }
  return image;
}

TextPainter::TextPainter() : m_cache(std::make_unique<Cache>()) {}
TextPainter::~TextPainter() = default;

void TextPainter::set_font(const std::string& family) {
  std::string families = family.empty() ? k_fonts : family + ", " + k_fonts;
  if (families != m_cache->families) {
    m_cache = std::make_unique<Cache>();
    m_cache->families = std::move(families);
  }
}

bool has_font_family(const std::string& family) {
  const GPointer<PangoFontMap> fonts(pango_cairo_font_map_new());
  PangoFontFamily** list = nullptr;
  int n = 0;
  pango_font_map_list_families(fonts.get(), &list, &n);
  const bool found = std::any_of(list, list + n, [&](PangoFontFamily* each) {
    return g_ascii_strcasecmp(pango_font_family_get_name(each), family.c_str()) == 0;
  });
  g_free(list);
  return found;
}

void TextPainter::measure(const std::vector<LabelSpan>& spans, const TextStyle& style,
                          double& width, double& height) {
  const std::string key = key_of(spans, style, false);
  const Box* box = m_cache->boxes.find(key);
  if (box == nullptr) {
    const auto layout = m_cache->make_layout(spans, style);
    box = &m_cache->boxes.put(key, Cache::box(layout.get()), 1);
  }
  width = box->width;
  height = box->height;
}

LineOfText TextPainter::line(const std::vector<LabelSpan>& spans, const TextStyle& style) {
  LineOfText line;
  const auto layout = m_cache->make_layout(spans, style, &line.spans);
  const Box box = Cache::box(layout.get());
  line.x = box.x;
  line.baseline =
      box.y + static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE;
  return line;
}

void show_text(cairo_t* context, TextPainter& painter, const std::vector<LabelSpan>& spans,
               const TextStyle& style, double x, double y) {
  const auto layout = painter.m_cache->make_layout(spans, style);
  cairo_save(context);
  cairo_translate(context, x,
                  y - static_cast<double>(pango_layout_get_baseline(layout.get())) / PANGO_SCALE);
  if (style.halo_width > 0) TextPainter::Cache::paint_halo(context, layout.get(), style);
  cairo_new_path(context);
  set_color(context, style.ink);
  pango_cairo_show_layout(context, layout.get());
  cairo_restore(context);
}

std::optional<std::vector<GlyphOutlines>> text_outlines(TextPainter& painter,
                                                        const std::vector<LabelSpan>& spans,
                                                        const TextStyle& style) {
  const auto layout = painter.m_cache->make_layout(spans, style);
  if (!ColorRuns(layout.get()).empty()) return std::nullopt;
  return glyph_outlines(layout.get());
}

const TextImage& TextPainter::draw(const std::vector<LabelSpan>& spans, const TextStyle& style) {
  const std::string key = key_of(spans, style, true);
  if (const TextImage* known = m_cache->images.find(key)) return *known;
  const auto layout = m_cache->make_layout(spans, style);
  TextImage image = Cache::picture(layout.get(), Cache::box(layout.get()), style);
  const std::size_t n_bytes = image.rgba.size() + key.size() + sizeof image;
  return m_cache->images.put(key, std::move(image), n_bytes);
}

}  // namespace baryscope
