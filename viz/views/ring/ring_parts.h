/// What the ring view draws of an analysis.
#pragma once

#include <string>
#include <vector>

#include "viz/scene/scene.h"
#include "viz/views/readable_tokens.h"
#include "viz/views/ring/ring_layout.h"
#include "viz/views/text_parts.h"

namespace baryscope {

/// Everything the builder's parts share. Refers to the analysis and request it was made from.
struct RingParts : TextParts {
  RingParts(const Analysis& shown, const ViewRequest& asked);

  RingLayout layout;
  ReadableTokens readable;
  double output_radius = 1.15;  ///< where the output stands beyond its query

  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
  /// 1, or less for what the query may not read.
  [[nodiscard]] double ink(int token) const;
  /// Where the mark of a kept key begins.
  [[nodiscard]] double kept_radius() const;
  /// Of the outermost thing that is drawn for a token, 1 where that is its point.
  [[nodiscard]] double outer_radius(int token) const;
};

/// Radii of what stands outside of the ring, in its radius.
inline constexpr double k_further_inner = 1.055, k_further_outer = 1.085;
inline constexpr double k_kept_inner = 1.055, k_kept_length = 0.045;

/// The weights of queries beside the focus that are asked for, in their order.
std::vector<const WeightedEdge*> other_edges(const RingParts& parts);

/// Structures of the scene, appended to it.
void add_sectors(const RingParts& parts, Scene& scene);
void add_weights(const RingParts& parts, Scene& scene);
void add_points(const RingParts& parts, Scene& scene);
void add_labels(const RingParts& parts, Scene& scene);
void add_legend(const RingParts& parts, Scene& scene);
/// Needs the labels: leaves room for them, unseen.
void add_margin(const RingParts& parts, Scene& scene);

/// The lens, the notes, what is read and kept, and how much of the weight is drawn.
std::string caption_text(const RingParts& parts, const Scene& scene);

}  // namespace baryscope
