/// What the flow view draws of an analysis, sorted out once.
#pragma once

#include <string>

#include "viz/views/flow/flow_layout.h"
#include "viz/views/readable_tokens.h"
#include "viz/views/text_parts.h"

namespace baryscope {

/// A column that tokens are read from.
enum class FlowSide { key, key_prime };

struct FlowParts : TextParts {
  FlowParts(const Analysis& shown, const ViewRequest& asked);

  FlowRows rows;
  FlowColumns columns;
  ReadableTokens readable;

  /// Default of the view, changed by --show and --hide.
  [[nodiscard]] bool shows(const std::string& part) const;
  [[nodiscard]] bool is_full(int token) const { return rows.full[static_cast<std::size_t>(token)]; }
  [[nodiscard]] Vec3 query_place(int token) const { return at(columns.query, token); }
  [[nodiscard]] Vec3 place(FlowSide side, int token) const {
    return at(side == FlowSide::key ? columns.key : columns.key_prime.value_or(columns.key), token);
  }
  /// |weight| over Σ|w|, as that side's key.
  [[nodiscard]] double share_as(FlowSide side, int index) const {
    return side == FlowSide::key ? token(index).key_share : token(index).prime_share;
  }
  /// True where the query may read it there, and key selection kept it.
  [[nodiscard]] bool reads(FlowSide side, int token) const;
  /// The window of that side's keys; nothing: all of them.
  [[nodiscard]] const std::optional<KeySpan>& window(FlowSide side) const {
    return side == FlowSide::key_prime && readable.further ? readable.further : readable.keys;
  }

 private:
  [[nodiscard]] Vec3 at(double x, int token) const {
    return {x, rows.y[static_cast<std::size_t>(token)], 0};
  }
};

/// Structures of the scene, appended to it.
void add_pipes(const FlowParts& parts, Scene& scene);
void add_sheets(const FlowParts& parts, Scene& scene);
void add_points(const FlowParts& parts, Scene& scene);
void add_windows(const FlowParts& parts, Scene& scene);
void add_labels(const FlowParts& parts, Scene& scene);
void add_legend(const FlowParts& parts, Scene& scene);
/// Notes, what is read and kept, how much of the weight is drawn, and what the pulses mean.
std::string caption_text(const FlowParts& parts, const Scene& scene);

}  // namespace baryscope
