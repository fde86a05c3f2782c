#include "app/gui/samples/samples_inspector.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/gui/samples/samples_words.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/number_words.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/widgets/tr.h"
#include "core/sampling/data/column_scale.h"

namespace baryscope {
namespace {

constexpr int k_most_columns = 8;
constexpr std::size_t k_most_terms = 8;
constexpr int k_n_around = 5;           // κ of science.md §5.3
constexpr double k_most_numbers = 4e6;  // searched while a person waits

QString subscript(int number) {
  QString text = QString::number(number);
  for (QChar& digit : text) {
    if (digit.isDigit()) digit = QChar(0x2080 + digit.digitValue());
  }
  return text;
}

/// Larger tables are not searched in the window's own thread.
bool can_search(const DataSet& data) {
  return static_cast<double>(data.n_points()) * data.n_features() <= k_most_numbers;
}

QString class_name(const DataSet& data, int label) {
  const auto at = static_cast<std::size_t>(label);
  return at < data.classes.size() ? to_qt(data.class_words(label)) : QStringLiteral("?");
}

QString two_digits(double value) {
  return value != 0 && std::fabs(value) < 0.005 ? short_number(value)
                                                : QString::number(value, 'f', 2);
}

double distance(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t c = 0; c < a.size(); ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return std::sqrt(sum);
}

/// Where the sampler finds neighbours: in the columns as they are, or standardised.
class MeasuredSpace {
 public:
  explicit MeasuredSpace(const SamplingStudy& study)
      : m_data(*study.data), m_scale(study.frame.scale) {
    if (m_scale) m_scaled = scaled(*m_scale, m_data.points);
  }
  [[nodiscard]] const DataSet& data() const { return m_data; }
  [[nodiscard]] const Matrix& points() const { return m_scale ? m_scaled : m_data.points; }
  [[nodiscard]] Matrix place_of(std::span<const double> point) const {
    Matrix place(1, static_cast<int>(point.size()));
    std::copy(point.begin(), point.end(), place.row(0).begin());
    return m_scale ? scaled(*m_scale, place) : place;
  }
  /// What a distance here is, for a hint.
  [[nodiscard]] QString words() const {
    return m_scale ? tr(", by standardised columns") : QString();
  }

 private:
  const DataSet& m_data;
  const std::optional<ColumnScale>& m_scale;
  Matrix m_scaled;
};

/// The nearest rows around the row `self`, nearest first, ties to the lower row.
std::vector<std::pair<double, int>> nearest_rows(const MeasuredSpace& space, int self,
                                                 std::size_t n) {
  const Matrix& points = space.points();
  std::vector<std::pair<double, int>> nearest;
  for (int row = 0; row < points.n_rows; ++row) {
    if (row == self) continue;
    const std::pair<double, int> here(distance(points.row(self), points.row(row)), row);
    if (nearest.size() == n && !(here < nearest.back())) continue;
    if (nearest.size() == n) nearest.pop_back();
    nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), here), here);
  }
  return nearest;
}

/// The nearest row of another class than `label`: distance and row; −1 where there is none.
std::pair<double, int> nearest_other(const MeasuredSpace& space, std::span<const double> point,
                                     int label) {
  const Matrix place = space.place_of(point);
  std::pair<double, int> best(std::numeric_limits<double>::infinity(), -1);
  for (int row = 0; row < space.points().n_rows; ++row) {
    if (space.data().labels[static_cast<std::size_t>(row)] == label) continue;
    best = std::min(best, std::pair(distance(place.row(0), space.points().row(row)), row));
  }
  return best;
}

void add_nearest_other(InspectorSection& section, const MeasuredSpace& space,
                       std::span<const double> point, int label) {
  const DataSet& data = space.data();
  const auto [away, row] = nearest_other(space, point, label);
  if (row < 0) return;
  section.rows.push_back(
      {tr("nearest other"),
       tr("row %1 of class %2, %3 away")
           .arg(row)
           .arg(class_name(data, data.labels[static_cast<std::size_t>(row)]), short_number(away)),
       tr("The nearest original of another class, ‖x − y‖") + space.words()});
}

void add_values(InspectorSection& section, const DataSet& data, std::span<const double> values) {
  const int n = std::min(k_most_columns, data.n_features());
  for (int c = 0; c < n; ++c) {
    const auto at = static_cast<std::size_t>(c);
    section.rows.push_back(
        {at < data.features.size() ? to_qt(data.features[at]) : QStringLiteral("x%1").arg(c),
         short_number(values[at]), tr("Its value in this column")});
  }
  if (n < data.n_features()) {
    section.rows.push_back({tr("and"), tr("%1 more columns").arg(data.n_features() - n), {}});
  }
}

const SampledClass* find_class(const SamplingStudy& study, int label) {
  for (const SampledClass& each : study.resampled.classes) {
    if (each.label == label) return &each;
  }
  return nullptr;
}

QString joined(const std::vector<int>& rows, std::size_t n_most) {
  QStringList list;
  for (std::size_t i = 0; i < std::min(rows.size(), n_most); ++i) list << QString::number(rows[i]);
  if (rows.size() > n_most) list << QStringLiteral("…");
  return list.join(QStringLiteral(", "));
}

InspectorSection data_point_section(const SamplingStudy& study, int row) {
  const DataSet& data = *study.data;
  const int label = data.labels[static_cast<std::size_t>(row)];
  InspectorSection section;
  section.title = tr("Data point");
  section.rows.push_back({tr("row"), QString::number(row),
                          tr("Its number among the rows of the data, counted from 0, a header not "
                             "counted")});
  section.rows.push_back({tr("class"), class_name(data, label), to_qt(data.label_name)});
  add_values(section, data, data.points.row(row));
  if (can_search(data)) {
    const MeasuredSpace space(study);
    const auto around = nearest_rows(space, row, k_n_around);
    const auto others = std::count_if(around.begin(), around.end(), [&](const auto& each) {
      return data.labels[static_cast<std::size_t>(each.second)] != label;
    });
    section.rows.push_back(
        {tr("others around it"), tr("%1 of %2 nearest").arg(others).arg(around.size()),
         tr("r, the share of other classes among its 5 nearest points of the whole data%1: 0 deep "
            "inside its class, 1 among the others")
             .arg(space.words())});
    add_nearest_other(section, space, data.points.row(row), label);
  }
  const SampledClass* sampled = find_class(study, label);
  if (sampled == nullptr) {
    section.rows.push_back({tr("sampling"), tr("its class gets no new points"), {}});
    return section;
  }
  std::vector<int> neighbors;
  for (const auto& [i, j] : sampled->edges) {
    if (i == row) neighbors.push_back(j);
    if (j == row) neighbors.push_back(i);
  }
  section.rows.push_back(
      {tr("neighbours"),
       neighbors.empty() ? tr("none")
                         : tr("%1: rows %2").arg(neighbors.size()).arg(joined(neighbors, 12)),
       tr("The points it is joined with in the graph: its k nearest of the class, and those that "
          "have it among theirs")});
  std::size_t n_simplices = 0;
  for (std::size_t s = 0; s < sampled->simplices.size(); ++s) {
    const auto simplex = sampled->simplices[s];
    if (std::binary_search(simplex.begin(), simplex.end(), row)) ++n_simplices;
  }
  section.rows.push_back({tr("corner of"),
                          n_simplices == 1 ? tr("1 simplex") : tr("%1 simplices").arg(n_simplices),
                          tr("Maximal simplices that it belongs to: where its new points come "
                             "from")});
  const SyntheticSet& synthetic = study.resampled.synthetic;
  std::size_t n_children = 0;
  for (int i = 0; i < synthetic.size(); ++i) {
    const auto simplex = synthetic.simplex(i);
    n_children += std::find(simplex.begin(), simplex.end(), row) != simplex.end() ? 1 : 0;
  }
  section.rows.push_back(
      {tr("parent of"),
       n_children == 1 ? tr("1 synthetic point") : tr("%1 synthetic points").arg(n_children),
       tr("Synthetic points that carry a share of it")});
  return section;
}

InspectorSection synthetic_section(const SamplingStudy& study, int number) {
  const SyntheticSet& synthetic = study.resampled.synthetic;
  const DataSet& data = *study.data;
  const int label = synthetic.labels[static_cast<std::size_t>(number)];
  InspectorSection section;
  section.title = tr("Synthetic point");
  section.rows.push_back({tr("number"), tr("%1 of %2").arg(number).arg(synthetic.size()),
                          tr("In the order in which they were drawn, counted from 0")});
  section.rows.push_back({tr("class"), class_name(data, label), to_qt(data.label_name)});
  section.rows.push_back({tr("simplex"), simplex_text(study, number),
                          tr("The rows of the data that it mixes: the corners of its simplex")});
  section.rows.push_back({tr("coordinates"), coordinates_text(study, number),
                          tr("Its barycentric coordinates b: how much of each corner, all ≥ 0, "
                             "Σ b = 1")});
  const SampledClass* sampled = find_class(study, label);
  const auto at = static_cast<std::size_t>(number);
  const int base = at < synthetic.bases.size() ? synthetic.bases[at] : -1;
  if (sampled != nullptr && base >= 0 &&
      static_cast<std::size_t>(base) < sampled->simplices.size()) {
    const auto whole = sampled->simplices[static_cast<std::size_t>(base)];
    if (whole.size() > synthetic.simplex(number).size()) {
      section.rows.push_back(
          {tr("face of"), joined(std::vector<int>(whole.begin(), whole.end()), 16),
           tr("The maximal simplex that was chosen; as it has more than p corners, a face of p "
              "of them was taken")});
    }
  }
  if (can_search(data)) {
    add_nearest_other(section, MeasuredSpace(study), synthetic.points.row(number), label);
  }
  return section;
}

/// Every column worked out: "0.44 = 0.52·0.31 + 0.48·0.58".
InspectorSection arithmetic_section(const SamplingStudy& study, int number) {
  const SyntheticSet& synthetic = study.resampled.synthetic;
  const DataSet& data = *study.data;
  const auto simplex = synthetic.simplex(number);
  const auto weights = synthetic.coordinates_of(number);
  InspectorSection section;
  section.title = tr("Worked out");
  const int n = std::min(k_most_columns, data.n_features());
  for (int c = 0; c < n; ++c) {
    QStringList terms;
    for (std::size_t v = 0; v < std::min(simplex.size(), k_most_terms); ++v) {
      const QString value =
          two_digits(data.points(simplex[v], c)).replace(QLatin1Char('-'), QChar(0x2212));
      terms << QStringLiteral("%1·%2").arg(
          two_digits(weights[v]),
          value.startsWith(QChar(0x2212)) ? QStringLiteral("(%1)").arg(value) : value);
    }
    if (simplex.size() > k_most_terms) terms << QStringLiteral("…");
    const auto at = static_cast<std::size_t>(c);
    section.rows.push_back(
        {at < data.features.size() ? to_qt(data.features[at]) : QStringLiteral("x%1").arg(c),
         QStringLiteral("%1 = %2").arg(short_number(synthetic.points(number, c)),
                                       terms.join(QStringLiteral(" + "))),
         tr("Σ_v b_v·x_v in this column")});
  }
  return section;
}

InspectorSection class_section(const SamplingStudy& study, const SampledClass& sampled) {
  InspectorSection section;
  section.title = tr("Class %1").arg(class_name(*study.data, sampled.label));
  section.rows.push_back({tr("points"),
                          QStringLiteral("%1 → %2").arg(sampled.n_before).arg(sampled.n_after),
                          tr("Before and after sampling")});
  section.rows.push_back({tr("neighbours used"), QString::number(sampled.k),
                          tr("k; fewer than asked where the class has fewer than k + 1 points")});
  section.rows.push_back(
      {tr("edges"), QString::number(sampled.edges.size()), tr("Of its neighbourhood graph")});
  const DrawnFrom from = sampler_info(study.request.sampler.sampler).drawn_from;
  section.rows.push_back({from == DrawnFrom::simplices ? tr("maximal simplices")
                          : from == DrawnFrom::points  ? tr("points drawn from")
                                                       : tr("edges drawn from"),
                          QString::number(sampled.simplices.size()),
                          tr("All that a draw chooses from; not every one is drawn")});
  return section;
}

/// "simplex of class 1 · rows 3 · 17 · 42".
QString cell_words(const SamplingStudy& study, const Subject& cell) {
  for (const SampledClass& sampled : study.resampled.classes) {
    const auto simplex = static_cast<std::size_t>(cell.index[1]);
    if (sampled.label != cell.index[0] || cell.index[1] < 0 ||
        simplex >= sampled.simplices.size()) {
      continue;
    }
    QStringList rows;
    for (const auto row : sampled.simplices[simplex]) rows << QString::number(row);
    return tr("simplex of class %1 · rows %2")
        .arg(class_name(*study.data, sampled.label), rows.join(QStringLiteral(" · ")));
  }
  return {};
}

}  // namespace

bool has_sample(const SamplingStudy& study, const Selection& selection) {
  return !remaining(selection, study).none();
}

QString simplex_text(const SamplingStudy& study, int synthetic) {
  QStringList list;
  for (const auto row : study.resampled.synthetic.simplex(synthetic)) {
    list << QString::number(row);
  }
  return list.join(QStringLiteral(" · "));
}

QString coordinates_text(const SamplingStudy& study, int synthetic) {
  QStringList list;
  for (const double b : study.resampled.synthetic.coordinates_of(synthetic)) {
    list << QString::number(b, 'f', 3);
  }
  return list.join(QStringLiteral(" · "));
}

QString combination_text(const SamplingStudy& study, int synthetic) {
  const auto simplex = study.resampled.synthetic.simplex(synthetic);
  const auto weights = study.resampled.synthetic.coordinates_of(synthetic);
  QStringList terms;
  for (std::size_t v = 0; v < std::min(simplex.size(), k_most_terms); ++v) {
    terms << QStringLiteral("%1·x%2").arg(two_digits(weights[v]), subscript(simplex[v]));
  }
  if (simplex.size() > k_most_terms) terms << QStringLiteral("…");
  return QStringLiteral("x = ") + terms.join(QStringLiteral(" + "));
}

QString sample_words(const SamplingStudy& study, const Subject& subject) {
  const int number = subject.number();
  const auto class_of = [&](const std::vector<int>& labels) {
    return class_name(*study.data, labels[static_cast<std::size_t>(number)]);
  };
  switch (subject.kind) {
    case Subject::Kind::data_point:
      return tr("row %1 · class %2").arg(number).arg(class_of(study.data->labels));
    case Subject::Kind::synthetic_point:
      return tr("synthetic %1 · class %2 · %3")
          .arg(number)
          .arg(class_of(study.resampled.synthetic.labels), combination_text(study, number));
    case Subject::Kind::neighbors:
      return tr("neighbours: rows %1 and %2").arg(subject.index[0]).arg(subject.index[1]);
    case Subject::Kind::coordinate:
      return tr("weight of row %1 in synthetic %2").arg(subject.index[1]).arg(subject.index[0]);
    case Subject::Kind::cell:
      return cell_words(study, subject);
    default:
      return {};
  }
}

InspectorContent samples_content(const SamplingStudy& study, const Selection& selection) {
  InspectorContent content;
  content.finding = to_qt(finding(study));
  content.formula = to_qt(sampler_info(study.request.sampler.sampler).formula);
  content.formula_has_indices = true;
  int label = -1;
  if (has_sample(study, selection)) {
    const auto at = static_cast<std::size_t>(selection.subject.number());
    if (selection.subject.kind == Subject::Kind::data_point) {
      content.sections.push_back(data_point_section(study, selection.subject.number()));
      label = study.data->labels[at];
    } else {
      content.formula = combination_text(study, selection.subject.number());
      content.formula_has_indices = false;
      content.sections.push_back(synthetic_section(study, selection.subject.number()));
      content.sections.push_back(arithmetic_section(study, selection.subject.number()));
      label = study.resampled.synthetic.labels[at];
    }
  }
  for (const SampledClass& each : study.resampled.classes) {
    if (label < 0 || each.label == label) {
      content.sections.push_back(class_section(study, each));
    }
  }
  for (const std::string& note : study.notes) content.notes << plain_words(note);
  return content;
}

}  // namespace baryscope
