#include "app/gui/samples/samples_words.h"

#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

QString number_or_dash(double value) {
  return std::isfinite(value) ? short_number(value) : QStringLiteral("–");
}

QString share_or_dash(double value) {
  return std::isfinite(value) ? percent(value) : QStringLiteral("–");
}

bool draws_from_simplices(const SamplingStudy& study) {
  return sampler_info(study.request.sampler.sampler).drawn_from == DrawnFrom::simplices;
}

/// "64: 40 edges · 24 triangles", and beside a sampler that draws from edges "64 maximal
/// simplices: …".
QString sources_words(const SamplingStudy& study, bool all_simplices) {
  QString words = simplices_words(study.complex.maximal_by_arity);
  const std::size_t n = study.complex.n_maximal;
  if (n == 0 || !draws_from_simplices(study)) return words;
  return (all_simplices ? QString::number(n)
                        : counted(n, tr("maximal simplex"), tr("maximal simplices"))) +
         QStringLiteral(": ") + words;
}

template <typename Value>
QString each_of(const Studies& studies, const Value& value) {
  std::vector<QString> values;
  for (const auto& study : studies) values.push_back(value(*study));
  return beside(values);
}

}  // namespace

QString sampler_title(const std::string& name) {
  for (const SamplerInfo& info : samplers()) {
    if (info.name == name) return to_qt(info.title);
  }
  return to_qt(name);
}

QString betti_words(std::span<const int> betti, int n_features) {
  static constexpr std::array<std::array<const char*, 2>, 3> k_words{
      {{"piece", "pieces"}, {"hole", "holes"}, {"cavity", "cavities"}}};
  QStringList parts;
  for (std::size_t b = 0; b < std::min(betti.size(), k_words.size()); ++b) {
    const int n = betti[b];
    // A plane has no cavities: saying "0 cavities" there would only puzzle.
    if (n == 0 && static_cast<int>(b) >= n_features) continue;
    if (n == 0 && b > 1) continue;
    parts << (n == 0 ? tr("no hole") : QStringLiteral("%1 %2").arg(n).arg(tr(k_words[b][n != 1])));
  }
  return parts.join(QStringLiteral(", "));
}

QString simplices_words(std::span<const std::size_t> by_arity) {
  static constexpr std::array<std::array<const char*, 2>, 4> k_words{
      {{"point", "points"},
       {"edge", "edges"},
       {"triangle", "triangles"},
       {"tetrahedron", "tetrahedra"}}};
  QStringList parts;
  for (std::size_t s = 1; s < by_arity.size(); ++s) {
    const std::size_t n = by_arity[s];
    if (n == 0) continue;
    parts << (s <= k_words.size() ? counted(n, tr(k_words[s - 1][0]), tr(k_words[s - 1][1]))
                                  : tr("%1 with %2 vertices").arg(n).arg(s));
  }
  return parts.isEmpty() ? QStringLiteral("–") : parts.join(QStringLiteral(" · "));
}

QString beside(const std::vector<QString>& values) {
  QStringList list;
  qsizetype length = 0;
  for (const QString& value : values) {
    list << value;
    length += value.size();
  }
  constexpr qsizetype line = 22;
  return list.join(length > line ? QStringLiteral("\n") : QStringLiteral("  |  "));
}

std::vector<InspectorRow> distance_rows(const Studies& studies) {
  const auto before = number_or_dash(
      studies.empty() ? std::nan("") : studies.front()->diagnostics.mean_majority_distance_before);
  return {
      {tr("distance, originals"), before,
       tr("Mean distance from an original of a sampled class to the nearest point of another "
          "class: min ‖x − y‖ over the others y")},
      {tr("distance, synthetic"),
       each_of(studies,
               [](const SamplingStudy& study) {
                 return number_or_dash(study.diagnostics.mean_majority_distance);
               }),
       tr("Mean distance from a synthetic point to the nearest original of another class. Smaller "
          "than above: the new points push towards the boundary")},
      {tr("among others"),
       each_of(studies,
               [](const SamplingStudy& study) {
                 return share_or_dash(study.diagnostics.share_in_majority_region);
               }),
       tr("Share of synthetic points most of whose 5 nearest originals are of other classes: "
          "points that a nearest-neighbour vote would give to the others")},
  };
}

std::vector<InspectorRow> complex_rows(const Studies& studies) {
  std::vector<InspectorRow> rows;
  rows.push_back({tr("graph"),
                  each_of(studies,
                          [](const SamplingStudy& study) {
                            return counted(study.complex.n_edges, tr("edge"), tr("edges"));
                          }),
                  tr("Edges of the neighbourhood graph: i and j are joined where one is among the "
                     "k nearest of the other")});
  const bool all_simplices = std::all_of(studies.begin(), studies.end(), [](const auto& study) {
    return draws_from_simplices(*study);
  });
  rows.push_back(
      {all_simplices ? tr("maximal simplices") : tr("drawn from"),
       each_of(studies,
               [&](const SamplingStudy& study) { return sources_words(study, all_simplices); }),
       tr("What the sampler chooses from: the maximal simplices (sets of points that are "
          "all joined with each other, and to which no further point can be added), or "
          "edges, or single points. All of them: not every one is drawn. Of one with more "
          "vertices than the arity p, each draw takes p of them")});
  const bool known = std::any_of(studies.begin(), studies.end(), [](const auto& study) {
    return study->complex.betti_numbers.has_value();
  });
  if (known) {
    rows.push_back(
        {tr("shape"),
         each_of(studies,
                 [](const SamplingStudy& study) {
                   return study.complex.betti_numbers
                              ? betti_words(*study.complex.betti_numbers, study.data->n_features())
                              : QStringLiteral("–");
                 }),
         tr("Betti numbers of the complex, b₀, b₁, b₂: its separate pieces, its holes, its "
            "cavities. No synthetic point falls into a hole")});
  }
  return rows;
}

std::vector<ClassRow> class_rows(const Studies& studies) {
  std::vector<ClassRow> rows;
  if (studies.empty()) return rows;
  static constexpr std::array k_roles = {Role::minority, Role::third_class, Role::fourth_class,
                                         Role::fifth_class, Role::sixth_class};
  static constexpr std::array k_glyphs = {Glyph::disc, Glyph::square, Glyph::triangle, Glyph::plus};
  const SamplingStudy& first = *studies.front();
  const int majority = first.data->majority();
  for (int label = 0; label < first.data->n_classes(); ++label) {
    ClassRow row;
    row.label = label;
    const auto at = static_cast<std::size_t>(label);
    row.name = to_qt(first.data->class_words(label));
    row.before = first.counts_before.at(at);
    for (const auto& study : studies) row.after.push_back(study->counts_after.at(at));
    rows.push_back(std::move(row));
  }
  // As the picture does: the largest class is the cross, the others by size, the smallest first.
  std::stable_sort(rows.begin(), rows.end(), [&](const ClassRow& a, const ClassRow& b) {
    if ((a.label == majority) != (b.label == majority)) return a.label == majority;
    return a.before < b.before;
  });
  const auto n_sampled = std::count_if(rows.begin(), rows.end(), [](const ClassRow& row) {
    return std::any_of(row.after.begin(), row.after.end(),
                       [&](std::size_t n) { return n > row.before; });
  });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) {
      rows[i].role = k_roles[std::min(i - 1, k_roles.size() - 1)];
      rows[i].glyph = k_glyphs[(i - 1) % k_glyphs.size()];
    }
    rows[i].added = n_sampled > 1 ? rows[i].role : Role::synthetic;
  }
  return rows;
}

QString counts_words(const std::vector<ClassRow>& rows) {
  QStringList parts;
  for (const ClassRow& row : rows) {
    std::vector<QString> after;
    after.reserve(row.after.size());
    for (const std::size_t n : row.after) after.push_back(QString::number(n));
    parts << tr("class %1: %2 before, %3 after").arg(row.name).arg(row.before).arg(beside(after));
  }
  return parts.join(QStringLiteral("; "));
}

QString score_text(double mean, double deviation) {
  if (!std::isfinite(mean)) return QStringLiteral("–");
  return QStringLiteral("%1 ± %2")
      .arg(mean, 0, 'f', 2)
      .arg(deviation, 0, 'f', 2)
      .replace(QLatin1Char('-'), QChar(0x2212));
}

QString evaluation_words(const SamplingEvaluation& evaluation) {
  QStringList f1;
  QStringList mcc;
  for (const EvaluationRow& row : evaluation.rows) {
    const QString name = sampler_title(row.sampler);
    f1 << name + QLatin1Char(' ') + score_text(row.mean_f1, row.deviation_f1);
    mcc << name + QLatin1Char(' ') + score_text(row.mean_mcc, row.deviation_mcc);
  }
  return tr("F1: %1. MCC: %2.").arg(f1.join(QStringLiteral(", ")), mcc.join(QStringLiteral(", ")));
}

QString data_words(const DataSet& data) {
  return QStringLiteral("%1 · %2 · %3")
      .arg(counted(static_cast<std::size_t>(data.n_points()), tr("point"), tr("points")),
           counted(static_cast<std::size_t>(data.n_features()), tr("column"), tr("columns")),
           counted(static_cast<std::size_t>(data.n_classes()), tr("class"), tr("classes")));
}

}  // namespace baryscope
