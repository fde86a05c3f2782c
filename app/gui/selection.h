/// What a person pointed at, the same in the picture, the table, the token bar and the inspector.
#pragma once

#include "core/analysis/analysis.h"
#include "viz/scene/picking.h"

namespace baryscope {

struct Selection {
  enum class Kind { none, token, edge, triangle, data_point, synthetic_point };
  Kind kind = Kind::none;
  int token = -1;  ///< token: its position; data and synthetic point: its row
  int query = -1;  ///< edge, triangle
  int key = -1;
  int key_prime = -1;  ///< triangle

  /// A point of the samples view: a row of the data set or of the synthetic points.
  [[nodiscard]] bool is_sample() const {
    return kind == Kind::data_point || kind == Kind::synthetic_point;
  }
  friend bool operator==(const Selection&, const Selection&) = default;
};

/// The selection that a pick in this scene means.
Selection to_selection(const Scene& scene, const Pick& pick);

/// The row that the picture shows; null where there is none.
const QueryResult* find_focus(const Analysis& analysis);
/// The weight of the focus (or of the edge's query) for a key; nothing where it was not reported.
std::optional<double> find_weight(const Analysis& analysis, int query, int key);
/// The token's text, or "?" for a position outside.
std::string token_text(const Analysis& analysis, int position);

}  // namespace baryscope
