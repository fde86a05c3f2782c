#include "app/session/selection.h"

#include <algorithm>

#include "core/text/direction.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

bool shows_query(const Analysis& analysis, int query) {
  const auto is_of_it = [query](const auto& each) { return each.query == query; };
  const QueryResult* focus = find_focus(analysis);
  return (focus != nullptr && focus->position == query) ||
         std::any_of(analysis.edges.begin(), analysis.edges.end(), is_of_it) ||
         std::any_of(analysis.triangles.begin(), analysis.triangles.end(), is_of_it);
}

}  // namespace

std::optional<int> Selection::marked_token() const { return baryscope::marked_token(subject); }

Selection token_selection(std::optional<int> position) {
  return position ? Selection{token_subject(*position)} : Selection{};
}

Selection remaining(const Selection& selection, const Analysis& analysis) {
  const auto n_tokens = static_cast<int>(analysis.tokens.size());
  const auto& index = selection.subject.index;
  if (!selection.marked_token() || *std::max_element(index.begin(), index.end()) >= n_tokens) {
    return {};
  }
  if (selection.subject.kind == Subject::Kind::token ||
      shows_query(analysis, selection.subject.query())) {
    return selection;
  }
  return {token_subject(selection.subject.key()), selection.in_compared};
}

Selection remaining(const Selection& selection, const SamplingStudy& study) {
  const bool synthetic = selection.subject.kind == Subject::Kind::synthetic_point;
  const int n = synthetic ? study.resampled.synthetic.size() : study.data->n_points();
  const int number = selection.subject.number();
  return selection.is_sample() && number >= 0 && number < n ? selection : Selection{};
}

Subject selectable(const Subject& subject) {
  switch (subject.kind) {
    case Subject::Kind::token:
    case Subject::Kind::edge:
    case Subject::Kind::second_key:
    case Subject::Kind::triangle:
    case Subject::Kind::data_point:
    case Subject::Kind::synthetic_point:
      return subject;
    case Subject::Kind::product:
      return triangle_subject(subject.query(), subject.key(), subject.key_prime());
    default:
      return {};
  }
}

const QueryResult* find_focus(const Analysis& analysis) {
  const auto at = static_cast<std::size_t>(analysis.focus);
  return analysis.focus >= 0 && at < analysis.queries.size() ? &analysis.queries[at] : nullptr;
}

std::optional<double> find_weight(const Analysis& analysis, int query, int key) {
  for (const QueryResult& row : analysis.queries) {
    if (row.position != query) continue;
    if (key >= 0 && static_cast<std::size_t>(key) < row.key_weights.size()) {
      return row.key_weights[static_cast<std::size_t>(key)];
    }
  }
  for (const WeightedEdge& edge : analysis.edges) {
    if (edge.query == query && edge.key == key) return edge.weight;
  }
  return std::nullopt;
}

std::string token_text(const Analysis& analysis, int position) {
  if (position < 0 || static_cast<std::size_t>(position) >= analysis.tokens.size()) return "?";
  return isolated(name_of(analysis.tokens[static_cast<std::size_t>(position)]));
}

}  // namespace baryscope
