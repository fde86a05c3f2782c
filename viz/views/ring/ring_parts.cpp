#include "viz/views/ring/ring_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/base/number_text.h"
#include "viz/views/view_parts.h"

namespace baryscope {
namespace {

std::string count_of(std::size_t n) { return to_text(static_cast<std::int64_t>(n)); }

}  // namespace

RingParts::RingParts(const Analysis& shown, const ViewRequest& asked)
    : TextParts(make_text_parts(shown, asked)), layout(static_cast<int>(shown.tokens.size())) {
  for (int i = 0; i < layout.n_tokens(); ++i) {
    tokens[static_cast<std::size_t>(i)].position = layout.place(i);
  }
  readable = readable_tokens(*this);
  // In a small figure points keep their size, and the output its distance from the query's.
  constexpr double k_apart = 26;
  const double height = asked.height, likely_radius = std::max(0.15 * height, 0.31 * height - 90);
  output_radius =
      1 + std::clamp(k_apart * stroke_scale({.width = 1.0 * asked.width, .height = height}) /
                         likely_radius,
                     0.15, 0.4);
}

bool RingParts::shows(const std::string& part) const {
  return draws_part(request->show, request->hide, part, {"axes"}) && part != "axes" &&
         part != "hull";
}

double RingParts::ink(int token) const {
  constexpr double k_ghost = 0.3;
  const bool read = !readable.keys || readable.keys->contains(token) ||
                    (readable.further && readable.further->contains(token)) || is_query(token);
  const bool kept = is_kept(*this, token) || is_query(token);
  return read && kept ? 1 : k_ghost;
}

double RingParts::kept_radius() const {
  constexpr double k_gap = 0.015;
  return readable.further ? k_further_outer + k_gap : k_kept_inner;
}

double RingParts::outer_radius(int token) const {
  if (is_query(token) && shows("outputs")) {
    return output_radius;
  }
  if (focus != nullptr && focus->kept && is_kept(*this, token)) {
    return kept_radius() + k_kept_length;
  }
  return readable.further && readable.further->contains(token) ? k_further_outer : 1;
}

std::string caption_text(const RingParts& parts, const Scene& scene) {
  Caption caption(*parts.analysis, scene.title);
  caption.add(parts.layout.is_helix()
                  ? "the sequence runs down the helix, " +
                        to_text(std::int64_t{RingLayout::k_most_on_circle}) + " tokens a turn"
                  : "the sequence runs clockwise from the top");
  caption.add(readable_words(parts, parts.readable));
  caption.add(kept_words(parts));
  caption.add(drawn_weight_words(parts, weight_on_curves(scene)));
  if (!scene.edge_columns.empty()) {
    const std::size_t n_drawn = scene.edge_columns.front().ends.size();
    const std::size_t n_all = other_edges(parts).size();
    if (n_drawn < n_all) {
      caption.add("of " + count_of(n_all) + " weights of other queries the heaviest " +
                  count_of(n_drawn) + " are drawn");
    }
  }
  return caption.text();
}

}  // namespace baryscope
