// What the inspector says of a sample is measured as the sampler measures.
#include "app/gui/samples/samples_inspector.h"

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>
#include <vector>

#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/study.h"

namespace baryscope {
namespace {

/// Two classes that differ in the small column; the large one says nothing and rules raw distances.
std::shared_ptr<const SamplingStudy> uneven_study(bool standardize) {
  const QTemporaryDir folder;
  const std::string path = folder.filePath("uneven.csv").toStdString();
  std::ofstream file(path);
  file << "large,small,label\n";
  for (int i = 0; i < 40; ++i) {
    file << 1000 * ((7 * i) % 40) << ',' << (i % 4 == 0 ? 1.0 : 0.0) + 0.01 * ((3 * i) % 7) << ','
         << (i % 4 == 0 ? "few" : "many") << '\n';
  }
  file.close();
  SamplingRequest request;
  request.data.data_set = path;
  request.sampler.sampler = "smote";
  request.sampler.standardize = standardize;
  request.classifier = "none";
  return SamplingLaboratory().study(request, {});
}

int others_around(const Matrix& points, const std::vector<int>& labels, int self) {
  std::vector<std::pair<double, int>> all;
  for (int row = 0; row < points.n_rows; ++row) {
    double sum = 0;
    for (int c = 0; c < points.n_columns; ++c) {
      sum += (points(row, c) - points(self, c)) * (points(row, c) - points(self, c));
    }
    if (row != self) all.emplace_back(sum, row);
  }
  std::sort(all.begin(), all.end());
  const int label = labels[static_cast<std::size_t>(self)];
  return static_cast<int>(std::count_if(all.begin(), all.begin() + 5, [&](const auto& each) {
    return labels[static_cast<std::size_t>(each.second)] != label;
  }));
}

QString row_of(const InspectorContent& content, const QString& name) {
  for (const InspectorRow& row : content.sections.front().rows) {
    if (row.name == name) return row.value;
  }
  return {};
}

TEST(SamplesInspector, NeighboursAreThoseOfTheSampler) {
  int n_different = 0;
  for (const bool standardize : {false, true}) {
    const auto study = uneven_study(standardize);
    const DataSet& data = *study->data;
    const Matrix other = scaled(fit_column_scale(data.points), data.points);
    for (int row = 0; row < data.n_points(); ++row) {
      const Selection selection{data_point_subject(row)};
      const InspectorContent content = samples_content(*study, selection);
      const int raw = others_around(data.points, data.labels, row);
      const int standardised = others_around(other, data.labels, row);
      n_different += raw == standardised ? 0 : 1;
      EXPECT_EQ(row_of(content, "others around it"),
                QString("%1 of 5 nearest").arg(standardize ? standardised : raw))
          << row;
    }
  }
  EXPECT_GT(n_different, 20) << "the table cannot tell one from the other";
}

TEST(SamplesInspector, TheNearestOtherIsTheSamplersToo) {
  const auto study = uneven_study(true);
  const Matrix points = scaled(fit_column_scale(study->data->points), study->data->points);
  const InspectorContent content = samples_content(*study, {data_point_subject(0)});
  double nearest = 1e300;
  int at = -1;
  for (int row = 0; row < points.n_rows; ++row) {
    const double away = std::hypot(points(row, 0) - points(0, 0), points(row, 1) - points(0, 1));
    if (study->data->labels[static_cast<std::size_t>(row)] != study->data->labels[0] &&
        away < nearest) {
      nearest = away;
      at = row;
    }
  }
  EXPECT_TRUE(row_of(content, "nearest other").startsWith(QString("row %1 of").arg(at)))
      << row_of(content, "nearest other").toStdString();
}

}  // namespace
}  // namespace baryscope
