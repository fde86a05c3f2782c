#include "app/gui/attention/inspector_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/attention/subject_words.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"
#include "core/analysis/report.h"
#include "core/text/direction.h"
#include "core/text/token_name.h"

namespace baryscope {
namespace {

QString named(const Analysis& analysis, int position) {
  return QStringLiteral("%1 (%2)").arg(to_qt(token_text(analysis, position))).arg(position);
}

void add(InspectorSection& section, const QString& name, std::optional<double> value,
         const QString& tip) {
  if (value) section.rows.push_back({name, short_number(*value), tip});
}

/// 1 for the largest |weight| of the row, ties to the lower key.
int rank_of(const QueryResult& row, int key) {
  const double size = std::fabs(row.key_weights[static_cast<std::size_t>(key)]);
  int rank = 1;
  for (std::size_t j = 0; j < row.key_weights.size(); ++j) {
    const double other = std::fabs(row.key_weights[j]);
    if (other > size || (other == size && static_cast<int>(j) < key)) ++rank;
  }
  return rank;
}

void add_weight_rows(InspectorSection& section, const Analysis& analysis, int query, int key) {
  const bool marginal = analysis.edges_are_marginals;
  add(section, marginal ? tr("marginal weight") : tr("weight"), find_weight(analysis, query, key),
      marginal ? tr("S_ij· = Σ_k S_ijk, the share of all triangles that use this key")
               : tr("w_ij, how much of the value v_j enters the output o_i"));
  for (const QueryResult& row : analysis.queries) {
    if (row.position != query || static_cast<std::size_t>(key) >= row.key_weights.size()) continue;
    section.rows.push_back({tr("rank"),
                            tr("%1 of %2").arg(rank_of(row, key)).arg(row.key_weights.size()),
                            tr("1 is the key with the largest |w_ij| of this query")});
    if (row.weight_abs_sum > 0) {
      const double weight = row.key_weights[static_cast<std::size_t>(key)];
      section.rows.push_back({tr("share"), percent(std::fabs(weight) / row.weight_abs_sum),
                              tr("|w_ij| / Σ_j |w_ij|")});
    }
    if (static_cast<std::size_t>(key) < row.marginal_key_prime.size()) {
      add(section, tr("as key prime"), row.marginal_key_prime[static_cast<std::size_t>(key)],
          tr("S_i·k = Σ_j S_ijk, the share of all triangles that use it as the second key"));
    }
  }
}

void add_prediction(InspectorSection& section, const Analysis& analysis, int position) {
  const std::string words = prediction_words(analysis, position);
  if (words.empty()) return;
  section.rows.push_back({tr("the model says"), to_qt(words),
                          tr("its own answer at this token: the likeliest class with its "
                             "probability, or the largest entries of its vector")});
}

InspectorSection token_section(const Analysis& analysis, int position) {
  InspectorSection section;
  section.title = tr("Token");
  section.rows.push_back({tr("text"), to_qt(token_text(analysis, position)), {}});
  section.rows.push_back({tr("position"), QString::number(position), tr("counted from 0")});
  if (static_cast<std::size_t>(position) < analysis.tokens.size()) {
    const Token& token = analysis.tokens[static_cast<std::size_t>(position)];
    if (token.text != name_of(token)) {
      section.rows.push_back(
          {tr("spelling"), to_qt(isolated(token.text)), tr("as the vocabulary writes it")});
    }
    if (token.id) {
      section.rows.push_back(
          {tr("id"), QString::number(*token.id), tr("its row in the vocabulary")});
    }
  }
  add_prediction(section, analysis, position);
  if (const QueryResult* row = find_focus(analysis)) {
    add_weight_rows(section, analysis, row->position, position);
  }
  return section;
}

/// The likeliest tokens after a position, or under a mask; no rows where the model does not say.
InspectorSection expectation_section(const Analysis& analysis, int position) {
  InspectorSection section;
  const Expectation* place = find_expectation(analysis.expectations, position);
  if (place == nullptr) return section;
  const bool next = analysis.model.causal;
  section.title = next ? tr("Expected next") : tr("Expected here");
  section.rows.push_back({next ? tr("after") : tr("position"),
                          next ? named(analysis, position) : QString::number(position),
                          next ? tr("what the model would write behind this token")
                               : tr("where the model read its mask")});
  for (const ExpectedToken& token : place->top) {
    section.rows.push_back({to_qt(isolated(token.name)), percent(token.probability),
                            tr("probability among all of the vocabulary; logit %1, id %2")
                                .arg(short_number(token.logit))
                                .arg(token.id)});
  }
  if (place->surprise) {
    section.rows.push_back(
        {next ? tr("the text has") : tr("the text had"),
         QStringLiteral("%1 · %2").arg(to_qt(isolated(place->stood)),
                                       percent(std::exp(-*place->surprise))),
         tr("with the probability that the model gave it: a surprise of −ln p = %1 nats")
             .arg(short_number(*place->surprise))});
  }
  return section;
}

/// Of the selected token, else of the mask, else of the query.
int expected_position(const Analysis& analysis, const Selection& selection) {
  if (selection.subject.kind == Subject::Kind::token) return selection.subject.number();
  if (analysis.request.mask) return *analysis.request.mask;
  const QueryResult* row = find_focus(analysis);
  return row == nullptr ? -1 : row->position;
}

InspectorSection edge_section(const Analysis& analysis, const Subject& edge) {
  InspectorSection section;
  const bool second = edge.kind == Subject::Kind::second_key;
  section.title = tr("Edge");
  section.rows.push_back({tr("query i"), named(analysis, edge.query()), {}});
  section.rows.push_back(
      {second ? tr("key prime k") : tr("key j"), named(analysis, edge.key()), {}});
  add_weight_rows(section, analysis, edge.query(), edge.key());
  return section;
}

InspectorSection triangle_section(const Analysis& analysis, const Subject& triangle) {
  InspectorSection section;
  section.title = tr("Triangle");
  section.rows.push_back({tr("query i"), named(analysis, triangle.query()), {}});
  section.rows.push_back({tr("key j"), named(analysis, triangle.key()), {}});
  section.rows.push_back({tr("key prime k"), named(analysis, triangle.key_prime()), {}});
  int rank = 0;
  for (const WeightedTriangle& each : analysis.triangles) {
    if (each.query != triangle.query()) continue;
    ++rank;
    if (each.key != triangle.key() || each.key_prime != triangle.key_prime()) continue;
    add(section, tr("weight"), each.weight,
        tr("S_ijk, the mass of this triangle among all (j, k)"));
    section.rows.push_back(
        {tr("rank"), QString::number(rank), tr("1 is the heaviest of this query")});
    for (const QueryResult& row : analysis.queries) {
      const auto j = static_cast<std::size_t>(each.key),
                 k = static_cast<std::size_t>(each.key_prime);
      if (row.position != each.query || j >= row.marginal_key.size() ||
          k >= row.marginal_key_prime.size()) {
        continue;
      }
      const double independent = row.marginal_key[j] * row.marginal_key_prime[k];
      add(section, tr("if independent"), independent,
          tr("S_ij· × S_i·k, what it would weigh if key and key prime were chosen apart"));
    }
  }
  return section;
}

/// What the report's heaviest carry, drawn or not: a picture that leaves some out says itself what
/// its edges carry. Of their kind, as an edge of triples or tuples is the sum of many.
InspectorRow heaviest_row(const Analysis& analysis) {
  const bool tuples = !analysis.tuples.empty(), triangles = !analysis.triangles.empty();
  const QString share = tr("%1 of Σ |w|").arg(percent(analysis.drawn_mass));
  if (tuples) {
    return {counted(analysis.tuples.size(), tr("heaviest tuple"), tr("heaviest tuples")), share,
            tr("Σ |their weights| / Σ |w| of all tuples, also of those that the picture leaves "
               "out; an edge sums the tuples that use its key, and so edges carry more")};
  }
  if (triangles) {
    return {counted(analysis.triangles.size(), tr("heaviest triangle"), tr("heaviest triangles")),
            share,
            tr("Σ |their weights| / Σ |w| of all triangles, also of those that the picture leaves "
               "out; an edge sums the triangles that use its key, and so edges carry more")};
  }
  return {counted(analysis.edges.size(), tr("heaviest edge"), tr("heaviest edges")), share,
          tr("Σ |their weights| / Σ |w|, also of those that the picture leaves out: hidden sinks, "
             "and what is below the threshold")};
}

InspectorSection query_section(const Analysis& analysis, const QueryResult& row) {
  InspectorSection section;
  section.title = tr("Query");
  section.rows.push_back(
      {tr("reads from"), named(analysis, row.position), tr("the query token i")});
  add_prediction(section, analysis, row.position);
  section.rows.push_back({tr("output"),
                          row.inside_hull ? tr("inside the hull") : tr("outside the hull"),
                          tr("whether o_i lies in conv(V), decided in the head's own dimension")});
  add(section, tr("hull distance"), row.hull_distance,
      tr("min ‖o − Σ w_j v_j‖ over non-negative weights that sum to 1, in ℝᵈ"));
  if (!row.inside_hull && row.hull_distance && row.hull_radius && *row.hull_radius > 0) {
    add(section, tr("of the hull's radius"), *row.hull_distance / *row.hull_radius,
        tr("that distance over the radius of the smallest ball around the values"));
  }
  add(section, tr("certified gap"), row.hull_gap,
      tr("upper bound − lower bound of that distance: how sure it is"));
  add(section, tr("gauge"), row.gauge,
      tr("the smallest t ≥ 0 with o in t·conv(V ∪ −V); nothing where o leaves the span of V"));
  section.rows.push_back(
      {QStringLiteral("Σ w"), short_number(row.weight_sum), tr("the sum of the weights")});
  section.rows.push_back({QStringLiteral("Σ |w|"), short_number(row.weight_abs_sum),
                          tr("the sum of their absolute values")});
  section.rows.push_back(
      {tr("negative mass"), short_number(row.negative_mass), tr("½ (Σ|w| − Σw)")});
  add(section, tr("entropy"), row.entropy, tr("−Σ p ln p in nats, p = |w| / Σ|w|"));
  add(section, tr("log-sum-exp"), row.log_sum_exp,
      tr("ln Σ exp(score) over the allowed keys or pairs"));
  add(section, tr("mutual information"), row.mutual_information,
      tr("I(j; k | i) in nats: 0 where the triangles are a product of two edges"));
  add(section, tr("… of the null model"), row.mutual_information_null,
      tr("the same for a score without any triple term, under the same mask"));
  return section;
}

InspectorSection head_section(const Analysis& analysis) {
  InspectorSection section;
  section.title = tr("Head");
  section.rows.push_back({tr("model"), to_qt(analysis.model.name), to_qt(analysis.model.path)});
  if (!analysis.model.task.empty()) {
    section.rows.push_back(
        {tr("trained on"), to_qt(analysis.model.task),
         tr("the task whose answers it learned; the Training panel explains each")});
  }
  section.rows.push_back(
      {tr("layer, head"), QStringLiteral("%1, %2").arg(analysis.layer).arg(analysis.head), {}});
  section.rows.push_back({tr("mechanism"), to_qt(analysis.mechanism.mechanism), {}});
  if (analysis.lens)
    section.rows.push_back(
        {tr("lens"), to_qt(*analysis.lens), tr("borrowed vectors: not the model's own behaviour")});
  const Matrix& scores = analysis.choice.scores;
  if (analysis.layer < scores.n_rows && analysis.head < scores.n_columns) {
    add(section, tr("score"), scores(analysis.layer, analysis.head),
        tr("mass on distant content tokens × (1 − normalised entropy)"));
  }
  if (analysis.expectations.text_nll) {
    add(section, tr("text"), analysis.expectations.text_nll,
        tr("mean surprise of the text's tokens after the first, −ln p in nats"));
    section.rows.back().value += tr(" nats a token");
  }
  section.rows.push_back(heaviest_row(analysis));
  double explained = 0;
  for (const double part : analysis.placement.explained_variance) explained += part;
  section.rows.push_back({tr("in the picture"), percent(explained),
                          tr("variance of the placed vectors that three axes show")});
  return section;
}

}  // namespace

InspectorContent inspector_content(const Analysis& analysis, const Selection& selection) {
  InspectorContent content{to_qt(finding(analysis)),
                           formula_with_values(analysis, selection),
                           false,
                           inspector_sections(analysis, selection),
                           {}};
  for (const std::string& note : analysis.notes) content.notes << plain_words(note);
  return content;
}

std::vector<InspectorSection> inspector_sections(const Analysis& analysis,
                                                 const Selection& selection) {
  std::vector<InspectorSection> sections;
  if (selection.subject.kind == Subject::Kind::token) {
    sections.push_back(token_section(analysis, selection.subject.number()));
  } else if (selection.subject.kind == Subject::Kind::edge ||
             selection.subject.kind == Subject::Kind::second_key) {
    sections.push_back(edge_section(analysis, selection.subject));
  } else if (selection.subject.kind == Subject::Kind::triangle) {
    sections.push_back(triangle_section(analysis, selection.subject));
  }
  if (const QueryResult* row = find_focus(analysis))
    sections.push_back(query_section(analysis, *row));
  InspectorSection expected = expectation_section(analysis, expected_position(analysis, selection));
  if (!expected.rows.empty()) sections.push_back(std::move(expected));
  sections.push_back(head_section(analysis));
  return sections;
}

QString formula_with_values(const Analysis& analysis, const Selection& selection) {
  const QueryResult* row = find_focus(analysis);
  if (row == nullptr) return {};
  struct Term {
    double weight;
    QString value;
  };
  std::vector<Term> terms;
  const TokenNames name(analysis);
  for (const WeightedTriangle& each : analysis.triangles) {
    if (each.query != row->position) continue;
    terms.push_back(
        {each.weight, QStringLiteral("v(%1)∘v′(%2)").arg(name(each.key), name(each.key_prime))});
  }
  for (const WeightedTuple& each : analysis.tuples) {
    if (!terms.empty() && each.keys.size() < 3) break;  // pairs are triangles too
    if (each.query != row->position) continue;
    QString product;
    for (std::size_t m = 0; m < each.keys.size(); ++m) {
      const QString primes(static_cast<qsizetype>(m), QChar(0x2032));
      product += (m == 0 ? QStringLiteral("v") : QStringLiteral("∘v") + primes) +
                 QStringLiteral("(") + name(each.keys[m]) + QStringLiteral(")");
    }
    terms.push_back({each.weight, product});
  }
  if (terms.empty() && !analysis.edges_are_marginals) {
    for (const WeightedEdge& each : analysis.edges) {
      if (each.query == row->position)
        terms.push_back({each.weight, QStringLiteral("v(%1)").arg(name(each.key))});
    }
  }
  std::stable_sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
    return std::fabs(a.weight) > std::fabs(b.weight);
  });
  QString text = QStringLiteral("o(%1) =").arg(name(row->position));
  constexpr std::size_t n_shown = 5;
  for (std::size_t i = 0; i < std::min(terms.size(), n_shown); ++i) {
    const QString size = short_number(std::fabs(terms[i].weight));
    text += (terms[i].weight < 0 ? QStringLiteral(" − ")
             : i == 0            ? QStringLiteral(" ")
                                 : QStringLiteral(" + ")) +
            size + QStringLiteral("·") + terms[i].value;
  }
  if (terms.size() > n_shown) text += QStringLiteral(" + …");
  text += QStringLiteral("\nΣ w = %1").arg(short_number(row->weight_sum));
  if (analysis.lambda != 0 && row->negative_mass > 0)
    text += QStringLiteral(",  λ = %1").arg(short_number(analysis.lambda));
  if (row->hull_distance) {
    text +=
        QStringLiteral("\nmin ‖o − p‖, p ∈ conv(V) = %1").arg(short_number(*row->hull_distance));
  }
  const Subject& edge = selection.subject;
  if (edge.kind == Subject::Kind::edge) {
    if (const auto weight = find_weight(analysis, edge.query(), edge.key())) {
      text += QStringLiteral("\nw(%1, %2) = %3")
                  .arg(name(edge.query()), name(edge.key()), short_number(*weight));
    }
  }
  return text;
}

}  // namespace baryscope
