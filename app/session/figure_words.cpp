#include "app/session/figure_words.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "app/session/selection.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

std::string number(int n) { return to_text(static_cast<std::int64_t>(n)); }

std::string weight_words(const std::optional<double>& weight) {
  if (!weight) {
    return "";
  }
  return " " + to_text(*weight, std::abs(*weight) < 0.01 ? 4 : 2);
}

/// Tokens whose text occurs more than once carry their position: "the (5)".
std::string token_words(const Analysis& analysis, int position) {
  const std::string text = token_text(analysis, position);
  const auto n = std::count_if(analysis.tokens.begin(), analysis.tokens.end(),
                               [&](const Token& token) { return token.text == text; });
  return n > 1 ? text + " (" + number(position) + ")" : text;
}

std::optional<double> second_key_weight(const Analysis& analysis, const Subject& subject) {
  for (const QueryResult& row : analysis.queries) {
    const auto k = static_cast<std::size_t>(subject.key());
    if (row.position == subject.query() && k < row.marginal_key_prime.size()) {
      return row.marginal_key_prime[k];
    }
  }
  return std::nullopt;
}

std::optional<double> triangle_weight(const Analysis& analysis, const Subject& triangle) {
  const auto found = std::find_if(
      analysis.triangles.begin(), analysis.triangles.end(), [&](const WeightedTriangle& each) {
        return each.query == triangle.query() && each.key == triangle.key() &&
               each.key_prime == triangle.key_prime();
      });
  return found == analysis.triangles.end() ? std::nullopt : std::optional(found->weight);
}

std::string attention_words(const Analysis& analysis, const Subject& subject) {
  const auto token = [&](int position) { return token_words(analysis, position); };
  switch (subject.kind) {
    case Subject::Kind::token:
      return token_text(analysis, subject.number()) + " (position " + number(subject.number()) +
             ")";
    case Subject::Kind::output:
      return "output of " + token(subject.query());
    case Subject::Kind::way_to_hull:
      return "way of the output of " + token(subject.query()) + " to the hull";
    case Subject::Kind::edge:
      return token(subject.query()) + " → " + token(subject.key()) +
             weight_words(find_weight(analysis, subject.query(), subject.key()));
    case Subject::Kind::second_key:
      return token(subject.query()) + " → " + token(subject.key()) + " as second key" +
             weight_words(second_key_weight(analysis, subject));
    case Subject::Kind::triangle:
    case Subject::Kind::product:
      return (subject.kind == Subject::Kind::product ? "value product of " : "") +
             token(subject.query()) + " → " + token(subject.key()) + " × " +
             token(subject.key_prime()) + weight_words(triangle_weight(analysis, subject));
    default:
      return to_text(subject);
  }
}

std::string sample_words(const Subject& subject) {
  switch (subject.kind) {
    case Subject::Kind::data_point:
      return "row " + number(subject.number());
    case Subject::Kind::synthetic_point:
      return "synthetic point " + number(subject.number());
    case Subject::Kind::neighbors:
      return "rows " + number(subject.index[0]) + " and " + number(subject.index[1]);
    case Subject::Kind::cell:
      return "simplex " + number(subject.index[1]) + " of class " + number(subject.index[0]);
    case Subject::Kind::coordinate:
      return "share of row " + number(subject.index[1]) + " in synthetic point " +
             number(subject.index[0]);
    default:
      return to_text(subject);
  }
}

}  // namespace

std::string figure_words(const Finished& shown, bool compared, const Subject& subject) {
  if (subject.none()) {
    return "";
  }
  if (!shown.studies.empty()) {
    return sample_words(subject);
  }
  const auto& analyses = compared ? shown.compared : shown.analyses;
  return analyses.empty() ? to_text(subject) : attention_words(*analyses.front(), subject);
}

std::function<std::string(bool compared, const Subject& subject)> describe_in(
    const Finished& shown) {
  return [&shown](bool compared, const Subject& subject) {
    return figure_words(shown, compared, subject);
  };
}

}  // namespace baryscope
