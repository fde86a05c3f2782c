#include "app/session/selection.h"

#include <algorithm>

#include "core/text/direction.h"

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

std::optional<int> Selection::marked_token() const {
  switch (kind) {
    case Kind::token:
      return token;
    case Kind::edge:
    case Kind::triangle:
      return key;
    case Kind::none:
    case Kind::data_point:
    case Kind::synthetic_point:
      break;
  }
  return std::nullopt;
}

Selection token_selection(std::optional<int> position) {
  Selection selection;
  if (position) {
    selection.kind = Selection::Kind::token;
    selection.token = *position;
  }
  return selection;
}

Selection remaining(const Selection& selection, const Analysis& analysis) {
  const auto n_tokens = static_cast<int>(analysis.tokens.size());
  const int last = std::max({selection.token, selection.query, selection.key, selection.key_prime});
  if (!selection.marked_token() || last >= n_tokens) {
    return {};
  }
  if (selection.query < 0 || shows_query(analysis, selection.query)) {
    return selection;
  }
  Selection token = token_selection(selection.key);
  token.in_compared = selection.in_compared;
  return token;
}

Selection to_selection(const Scene& /*scene*/, const Pick& pick) {
  const Subject& subject = pick.subject;
  Selection selection;
  switch (subject.kind) {
    case Subject::Kind::token:
      return token_selection(subject.number());
    case Subject::Kind::data_point:
    case Subject::Kind::synthetic_point:
      selection.kind = subject.kind == Subject::Kind::data_point ? Selection::Kind::data_point
                                                                 : Selection::Kind::synthetic_point;
      selection.token = subject.number();
      return selection;
    case Subject::Kind::edge:
    case Subject::Kind::second_key:
      return {Selection::Kind::edge, -1, subject.query(), subject.key(), -1};
    case Subject::Kind::triangle:
    case Subject::Kind::product:
      return {Selection::Kind::triangle, -1, subject.query(), subject.key(), subject.key_prime()};
    default:
      return selection;
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
  return isolated(analysis.tokens[static_cast<std::size_t>(position)].text);
}

}  // namespace baryscope
