/// Title, finding, caption, legend and labels of a picture as one textured mesh.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viz/draw/atlas.h"
#include "viz/draw/label_way.h"
#include "viz/draw/overlay_mesh.h"
#include "viz/draw/overlay_parts.h"
#include "viz/scene/figure_legend.h"
#include "viz/scene/scene.h"
#include "viz/scene/text_extent.h"
#include "viz/text/label_layout.h"
#include "viz/text/screen_obstacles.h"

namespace baryscope {

/// A text as it was laid out, for tests of the layout; layout pixels.
struct WrittenText {
  enum class Kind { head, legend, scale, label, axis } kind = Kind::label;
  std::string words;
  double points = 0;
  ScreenBox box;
};

/// Draws the texts of one scene once and lays the labels out anew for each camera; labels keep
/// their places while they fit, and glide on the way to another scene.
class Overlay {
 public:
  static constexpr int k_largest_side = 16384;

  /// What it is laid out for: the mesh and its atlas, or parts() alone.
  enum class Form { mesh, parts };
  explicit Overlay(Form form = Form::mesh) : m_form(form) {}

  void set_scene(std::shared_ptr<const Scene> scene);

  /// `pixel_scale`: device pixels per layout pixel.
  void lay_out(const Camera& camera, const Viewport& viewport, double pixel_scale);

  [[nodiscard]] const Mesh& mesh() const { return m_mesh.mesh(); }
  /// Changes with the scene, the size and the scale only; no side is longer than `k_largest_side`.
  [[nodiscard]] const Image& atlas() const { return m_atlas_image; }
  /// Whether pictures of the atlas are drawn larger than they are.
  [[nodiscard]] bool magnified() const { return m_text_scale < m_pixel_scale; }
  /// Counts the changes of the atlas.
  [[nodiscard]] int atlas_version() const { return m_atlas_version; }
  /// All of the last lay_out(), below to above.
  [[nodiscard]] const std::vector<OverlayPart>& parts() const { return m_parts; }
  /// Every text of the last lay_out().
  [[nodiscard]] const std::vector<WrittenText>& written() const { return m_written; }

 private:
  struct Text {
    Atlas::Place place;
    double width = 0, height = 0;  // layout pixels, without the halo
    OverlayWords words = {};       // of parts
  };
  Text text(const std::vector<LabelSpan>& spans, double size, const Color& ink, double halo_width);
  void rebuild(const Viewport& viewport);
  [[nodiscard]] MeasureText measure_text();
  void add_head(const Viewport& viewport);
  void add_legend(const Viewport& viewport);
  void add_color_bar(const LegendLayout& layout, double left, double top);
  // Each in layout pixels, as mesh or as part.
  void add_line(double x0, double y0, double x1, double y1, double width, const Color& color);
  void add_rectangle(double left, double top, double width, double height, const Color& color);
  void add_icon(Glyph glyph, double left, double top, double side, const Color& color);
  void add_scale(double left, double top, double width, double height);
  void add_row_icon(const Legend::Row& row, double left, double middle, double size);
  void add_label(const PlacedLabel& placed, const Camera& camera, const Viewport& viewport);
  void add_axis_titles(const Camera& camera, const Viewport& viewport);
  /// Centres the picture of a text on its box; layout pixels.
  void put(const Text& text, double left, double top, double opacity = 1);
  void note(WrittenText::Kind kind, const std::string& words, double points, const Text& text,
            double left, double top);
  [[nodiscard]] Color faint(double strength) const;

  Form m_form;
  std::shared_ptr<const Scene> m_scene;
  TextPainter m_painter;
  Atlas m_atlas;
  Image m_atlas_image;
  int m_atlas_version = 0;
  double m_pixel_scale = 0;
  Viewport m_viewport;
  double m_text_scale = 0;  // what texts are drawn at: less than m_pixel_scale in huge pictures
  OverlayMesh m_fixed, m_mesh;
  std::vector<Text> m_label_texts;
  std::array<Text, 3> m_axis_texts;
  std::vector<PlacedLabel> m_placed;
  std::optional<LabelWay> m_label_way;  ///< of a scene on its way
  std::vector<WrittenText> m_written;
  std::size_t m_n_fixed = 0;  ///< of those, which stay while the camera moves
  std::vector<OverlayPart> m_parts;
  std::size_t m_n_fixed_parts = 0;
  OverlayRoom m_room = OverlayRoom::head;  ///< of what is added now
  int m_label = -1;
};

}  // namespace baryscope
