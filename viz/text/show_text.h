/// Letters for formats that keep texts as texts.
#pragma once

#include <optional>
#include <vector>

#include "viz/text/label_layout.h"

struct _cairo;  // NOLINT(bugprone-reserved-identifier): as Cairo names it

namespace baryscope {

/// Draws a line of text with its halo through Cairo, its baseline from (x, y) in layout pixels of
/// the context. On a PDF surface its letters are glyphs of embedded fonts.
void show_text(_cairo* context, TextPainter& painter, const std::vector<LabelSpan>& spans,
               const TextStyle& style, double x, double y);

/// A step of an outline, in layout pixels from where the baseline begins, y downwards.
struct GlyphStep {
  enum class Kind { move, line, curve, close } kind = Kind::move;
  double x = 0, y = 0;
  double first_x = 0, first_y = 0, second_x = 0, second_y = 0;  ///< controls of a curve
};
/// Letters of one colour.
struct GlyphOutlines {
  Color ink;
  std::vector<GlyphStep> steps;
};
/// The letters of a line as outlines; nothing where some are pictures (emoji in colour).
std::optional<std::vector<GlyphOutlines>> text_outlines(TextPainter& painter,
                                                        const std::vector<LabelSpan>& spans,
                                                        const TextStyle& style);

}  // namespace baryscope
