/// The legend of a view of a text: the scale of its weights, and rows for what its scene shows.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/views/text_parts.h"

namespace baryscope {

/// Title, colour map and ticks, by the largest weight that is drawn.
void set_weight_scale(const TextParts& parts, Legend& legend);

/// Rows only for what occurs in the scene. Refers to it.
class LegendRows {
 public:
  explicit LegendRows(const Scene& scene) : m_scene(scene) {}

  [[nodiscard]] bool has_point(Role role, Glyph glyph) const;
  /// A weight's line, straight or curved.
  [[nodiscard]] bool has_negative_line() const;
  [[nodiscard]] bool has_edges(const std::string& name) const;
  [[nodiscard]] bool has_curves(const std::string& name) const;
  void add(bool occurs, Role role, std::optional<Glyph> glyph, std::string text,
           bool dashed = false, bool filled = false);
  void add_point(Role role, Glyph glyph, std::string text);
  std::vector<Legend::Row> take() { return std::move(m_rows); }

 private:
  const Scene& m_scene;
  std::vector<Legend::Row> m_rows;
};

}  // namespace baryscope
