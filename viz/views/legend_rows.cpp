#include "viz/views/legend_rows.h"

#include <algorithm>

#include "viz/scene/ticks.h"
#include "viz/scene/visit.h"

namespace baryscope {
namespace {

/// Whether a set of that name holds anything.
template <typename Sets, typename Elements>
bool any_named(const Sets& sets, const std::string& name, Elements elements) {
  return std::any_of(sets.begin(), sets.end(),
                     [&](const auto& set) { return set.name == name && !elements(set).empty(); });
}

}  // namespace

void set_weight_scale(const TextParts& parts, Legend& legend) {
  legend.title = parts.triple ? "weight (marginal)" : "weight";
  legend.color_map = parts.signed_weights ? "diverging" : parts.request->palette;
  const double top = parts.largest_weight > 0 ? parts.largest_weight : 1;
  legend.minimum = parts.signed_weights ? -top : 0;
  legend.maximum = top;
  legend.ticks = round_ticks(legend.minimum, legend.maximum, parts.signed_weights ? 5 : 4);
}

bool LegendRows::has_point(Role role, Glyph glyph) const {
  return std::any_of(m_scene.clouds.begin(), m_scene.clouds.end(), [&](const TokenCloud& cloud) {
    return std::any_of(cloud.points.begin(), cloud.points.end(), [&](const ScenePoint& point) {
      return point.role == role && point.glyph == glyph;
    });
  });
}

bool LegendRows::has_negative_line() const {
  const auto is_negative = [](const auto& line) { return !line.role && line.weight < 0; };
  bool found = std::any_of(m_scene.curves.begin(), m_scene.curves.end(), [&](const CurveSet& set) {
    return std::any_of(set.curves.begin(), set.curves.end(), is_negative);
  });
  for_each_edge(m_scene, [&](const SceneEdge& edge) { found = found || is_negative(edge); });
  return found;
}

bool LegendRows::has_edges(const std::string& name) const {
  return any_named(m_scene.edges, name, [](const EdgeSet& set) { return std::span(set.edges); });
}

bool LegendRows::has_curves(const std::string& name) const {
  return any_named(m_scene.curves, name, [](const CurveSet& set) { return std::span(set.curves); });
}

void LegendRows::add(bool occurs, Role role, std::optional<Glyph> glyph, std::string text,
                     bool dashed, bool filled) {
  if (occurs) {
    m_rows.push_back({role, glyph, dashed, filled, std::move(text)});
  }
}

void LegendRows::add_point(Role role, Glyph glyph, std::string text) {
  add(has_point(role, glyph), role, glyph, std::move(text));
}

}  // namespace baryscope
