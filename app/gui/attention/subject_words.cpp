#include "app/gui/attention/subject_words.h"

#include <optional>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/tr.h"
#include "app/session/selection.h"

namespace baryscope {
namespace {

std::optional<double> find_prime_weight(const Analysis& analysis, int query, int key_prime) {
  for (const QueryResult& row : analysis.queries) {
    const auto k = static_cast<std::size_t>(key_prime);
    if (row.position == query && k < row.marginal_key_prime.size()) {
      return row.marginal_key_prime[k];
    }
  }
  return std::nullopt;
}

std::optional<double> find_triangle_weight(const Analysis& analysis, const Subject& triangle) {
  for (const WeightedTriangle& each : analysis.triangles) {
    if (each.query == triangle.query() && each.key == triangle.key() &&
        each.key_prime == triangle.key_prime()) {
      return each.weight;
    }
  }
  return std::nullopt;
}

/// Where the output of a query lies.
QString output_words(const Analysis& analysis, int query) {
  for (const QueryResult& row : analysis.queries) {
    if (row.position != query) continue;
    const QString of = tr("output of %1").arg(TokenNames(analysis)(query));
    if (row.inside_hull) return tr("%1 · inside the hull").arg(of);
    return row.hull_distance
               ? tr("%1 · outside, %2 from the hull").arg(of, short_number(*row.hull_distance))
               : tr("%1 · outside the hull").arg(of);
  }
  return {};
}

}  // namespace

TokenNames::TokenNames(const Analysis& analysis) : m_analysis(analysis) {
  for (const Token& token : analysis.tokens) ++m_n_equal[token.text];
}

QString TokenNames::operator()(int position) const {
  QString text = to_qt(token_text(m_analysis, position));
  const auto at = static_cast<std::size_t>(position);
  if (position < 0 || at >= m_analysis.tokens.size()) return text;
  const bool alone = m_n_equal.at(m_analysis.tokens[at].text) == 1;
  return alone ? text : text + QStringLiteral(" (%1)").arg(position);
}

QString subject_words(const Analysis& analysis, const Subject& subject) {
  const TokenNames name(analysis);
  const auto weighing = [](const std::optional<double>& weight) {
    return weight ? tr(" · weight %1").arg(short_number(*weight)) : QString();
  };
  switch (subject.kind) {
    case Subject::Kind::token: {
      const int position = subject.number();
      const QueryResult* row = find_focus(analysis);
      return tr("%1 · position %2").arg(to_qt(token_text(analysis, position))).arg(position) +
             weighing(row == nullptr ? std::nullopt
                                     : find_weight(analysis, row->position, position));
    }
    case Subject::Kind::edge:
      return QStringLiteral("%1 ← %2").arg(name(subject.query()), name(subject.key())) +
             weighing(find_weight(analysis, subject.query(), subject.key()));
    case Subject::Kind::second_key:
      return tr("%1 ← %2 as key prime").arg(name(subject.query()), name(subject.key())) +
             weighing(find_prime_weight(analysis, subject.query(), subject.key()));
    case Subject::Kind::triangle:
    case Subject::Kind::product:
      return QStringLiteral("%1 ← %2 × %3")
                 .arg(name(subject.query()), name(subject.key()), name(subject.key_prime())) +
             weighing(find_triangle_weight(analysis, subject));
    case Subject::Kind::output:
    case Subject::Kind::way_to_hull:
      return output_words(analysis, subject.query());
    default:
      return {};
  }
}

}  // namespace baryscope
