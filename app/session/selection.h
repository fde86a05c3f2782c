/// What a person pointed at, the same in the picture, the table, the token bar and the inspector.
#pragma once

#include <optional>
#include <string>

#include "core/analysis/analysis.h"
#include "core/sampling/studies/study.h"
#include "viz/scene/subject.h"

namespace baryscope {

/// One value, owned by the session and changed by the `select-…` commands.
struct Selection {
  Subject subject;
  bool in_compared = false;  ///< in the picture of what is compared

  /// The token that the pictures mark: of an edge or triangle its key.
  [[nodiscard]] std::optional<int> marked_token() const;
  /// A point of a data set or of the synthetic points.
  [[nodiscard]] bool is_sample() const {
    return subject.kind == Subject::Kind::data_point ||
           subject.kind == Subject::Kind::synthetic_point;
  }
  [[nodiscard]] bool none() const { return subject.none(); }
  friend bool operator==(const Selection&, const Selection&) = default;
};

Selection token_selection(std::optional<int> position);

/// What is left of a selection where its text is shown by another analysis: an edge or triangle of
/// a query that is not shown there is its key. Nothing where the tokens are others.
Selection remaining(const Selection& selection, const Analysis& analysis);
/// Of one in a picture of samples: nothing where this study has no such row or point.
Selection remaining(const Selection& selection, const SamplingStudy& study);

/// What a click on something means: a product stands for its triangle, what cannot be selected (an
/// output, a hull, a cell) for nothing.
Subject selectable(const Subject& subject);

/// The row that the picture shows; null where there is none.
const QueryResult* find_focus(const Analysis& analysis);
/// The weight of the focus (or of the edge's query) for a key; nothing where it was not reported.
std::optional<double> find_weight(const Analysis& analysis, int query, int key);
/// What the token is called (name_of), or "?" for a position outside.
std::string token_text(const Analysis& analysis, int position);

}  // namespace baryscope
