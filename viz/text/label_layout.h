/// Shaped text as pixels, and where labels go without overlapping.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viz/scene/scene.h"

struct _cairo;  // NOLINT(bugprone-reserved-identifier): as Cairo names it

namespace baryscope {

/// Straight (not premultiplied) RGBA, rows top-down.
struct TextImage {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

struct TextStyle {
  double size = 14;  ///< points at 1×; 1 pt = 96/72 px
  double scale = 1;  ///< device pixels per layout pixel
  Color ink, grey, halo;
  double halo_width = 2;  ///< layout pixels; 0: none
};

/// A line of text as it is shown, for formats that draw letters themselves.
struct LineOfText {
  std::vector<LabelSpan> spans;  ///< with the names of characters that have no glyph
  double x = 0, baseline = 0;    ///< of its first letter, layout pixels from its measured box
};

struct GlyphOutlines;  // viz/text/show_text.h

/// Whether a family of that name is installed, in letters of either case.
bool has_font_family(const std::string& family);

/// Shapes and draws text by Pango and Cairo: right-to-left, CJK, emoji, U+XXXX where no glyph
/// exists. Keeps what it drew; used by one thread at a time.
class TextPainter {
 public:
  TextPainter();
  ~TextPainter();
  TextPainter(const TextPainter&) = delete;
  TextPainter& operator=(const TextPainter&) = delete;

  /// A family that is asked for its letters before all others; empty: none.
  void set_font(const std::string& family);

  /// Size in layout pixels without drawing.
  void measure(const std::vector<LabelSpan>& spans, const TextStyle& style, double& width,
               double& height);
  LineOfText line(const std::vector<LabelSpan>& spans, const TextStyle& style);
  /// Drawn with its halo; the image is `scale` times the measured size, with the same border for
  /// the halo on every side. Holds until the next draw().
  const TextImage& draw(const std::vector<LabelSpan>& spans, const TextStyle& style);

 private:
  friend void show_text(_cairo* context, TextPainter& painter, const std::vector<LabelSpan>& spans,
                        const TextStyle& style, double x, double y);
  friend std::optional<std::vector<GlyphOutlines>> text_outlines(
      TextPainter& painter, const std::vector<LabelSpan>& spans, const TextStyle& style);
  struct Cache;
  std::unique_ptr<Cache> m_cache;
};

/// One label and its box, in layout pixels.
struct PlacedLabel {
  int label = 0;        ///< index into Scene::labels
  double x = 0, y = 0;  ///< top left on screen
  double width = 0, height = 0;
  double anchor_x = 0, anchor_y = 0;
  double clearance = 0;  ///< of the anchor's point as it is drawn; the leader starts there
  bool leader = false;   ///< draw a line from the anchor to the box
  bool visible = true;   ///< false: found no room
  double opacity = 1;    ///< beside the label's own
};

/// Places by descending importance, trying positions around the anchor, then farther ones with a
/// leader line; never over another label, a point or the viewport's margins, off thick edges where
/// it can. Deterministic. `previous` keeps labels where they were while the camera moves, if they
/// still fit. The result has one entry a label of the scene, in their order. A label with a bold
/// span (the query's) comes first and is dropped only if its anchor is out of sight. Labels with a
/// side of their own stand there before all others, off each other, or are dropped.
std::vector<PlacedLabel> place_labels(const Scene& scene, const Camera& camera,
                                      const Viewport& viewport, TextPainter& painter,
                                      const std::vector<PlacedLabel>& previous = {});

}  // namespace baryscope
