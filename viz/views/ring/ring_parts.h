/// What the ring view draws of an analysis.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/readable_keys.h"
#include "viz/scene/scene.h"
#include "viz/views/ring/ring_layout.h"
#include "viz/views/text_parts.h"

namespace baryscope {

/// Everything the builder's parts share. Refers to the analysis and request it was made from.
struct RingParts : TextParts {
  RingParts(const Analysis& shown, const ViewRequest& asked);

  RingLayout layout;
  /// What the query may read; nothing where that is the whole sequence, or nobody reads.
  std::optional<KeySpan> readable;
  /// Of further keys, where they have a window of their own.
  std::optional<KeySpan> further;
  int anchor = -1;  ///< the token that the further keys' window ends with

  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
  /// 1, or less for what the query may not read.
  [[nodiscard]] double ink(int token) const;
};

/// Radii of what stands outside of the ring, in its radius.
inline constexpr double k_further_inner = 1.055, k_further_outer = 1.085;
inline constexpr double k_kept_inner = 1.055, k_kept_outer = 1.1;
inline constexpr double k_output_radius = 1.15;

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
