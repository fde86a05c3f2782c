/// The parts of a shaped text that a font draws in colours of its own: emoji.
#pragma once

#include <pango/pangocairo.h>

#include <vector>

namespace baryscope {

/// Runs of a layout whose fonts hold coloured glyphs, and the others. Such glyphs are pictures or
/// layers without an outline that could be stroked. Must not outlive the layout.
class ColorRuns {
 public:
  explicit ColorRuns(PangoLayout* layout);

  /// True where the text is drawn in its ink alone.
  [[nodiscard]] bool empty() const { return m_colored.empty(); }
  /// Adds the outlines of all other runs to the path.
  void add_outlines(cairo_t* context) const;
  /// Paints the context's source over what is nearer than `reach` to a coloured glyph.
  void paint_around(cairo_t* context, double reach) const;

 private:
  struct Run {
    PangoGlyphItem* glyphs;
    double x, y;  ///< the left end of its baseline
  };

  std::vector<Run> m_colored, m_plain;
};

}  // namespace baryscope
