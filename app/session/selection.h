/// What a person pointed at, the same in the picture, the table, the token bar and the inspector.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/analysis.h"
#include "viz/scene/picking.h"

namespace baryscope {

struct Selection {
  enum class Kind { none, token, edge, triangle, data_point, synthetic_point };
  Kind kind = Kind::none;
  int token = -1;  ///< token: its position; data and synthetic point: its row
  int query = -1;  ///< edge, triangle
  int key = -1;
  int key_prime = -1;        ///< triangle
  bool in_compared = false;  ///< in the picture of the compared model

  /// The token that the pictures mark: of an edge or triangle its key.
  [[nodiscard]] std::optional<int> marked_token() const;
  /// A point of the samples view: a row of the data set or of the synthetic points.
  [[nodiscard]] bool is_sample() const {
    return kind == Kind::data_point || kind == Kind::synthetic_point;
  }
  friend bool operator==(const Selection&, const Selection&) = default;
};

Selection token_selection(std::optional<int> position);

/// What is left of a selection where its text is shown by another analysis: an edge or triangle of
/// a query that is not shown there is its key. Nothing where the tokens are others.
Selection remaining(const Selection& selection, const Analysis& analysis);

/// The selection that a pick in this scene means.
Selection to_selection(const Scene& scene, const Pick& pick);

/// The row that the picture shows; null where there is none.
const QueryResult* find_focus(const Analysis& analysis);
/// The weight of the focus (or of the edge's query) for a key; nothing where it was not reported.
std::optional<double> find_weight(const Analysis& analysis, int query, int key);
/// The token's text, or "?" for a position outside.
std::string token_text(const Analysis& analysis, int position);

}  // namespace baryscope
