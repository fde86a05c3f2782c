#include <gmock/gmock.h>

#include <numeric>

#include "core/base/number_text.h"
#include "core/sampling/studies/sampling_report.h"
#include "tests/core/sampling/data/data_files.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// A study of these data with synthetic points at these combinations of rows.
struct Combination {
  int label;
  std::vector<std::int32_t> rows;
  std::vector<double> coordinates;
};
SamplingStudy study_of(DataSet data, const std::vector<Combination>& combinations) {
  SamplingStudy study;
  study.data = std::make_shared<const DataSet>(std::move(data));
  SyntheticSet& set = study.resampled.synthetic;
  set.points = Matrix(static_cast<int>(combinations.size()), study.data->n_features());
  for (std::size_t i = 0; i < combinations.size(); ++i) {
    const Combination& from = combinations[i];
    set.labels.push_back(from.label);
    for (std::size_t v = 0; v < from.rows.size(); ++v) {
      set.vertices.push_back(from.rows[v]);
      set.coordinates.push_back(from.coordinates[v]);
      for (int column = 0; column < set.points.n_columns; ++column) {
        set.points(static_cast<int>(i), column) +=
            from.coordinates[v] * study.data->points(from.rows[v], column);
      }
    }
    set.offsets.push_back(set.vertices.size());
    set.bases.push_back(-1);
  }
  return study;
}

std::string resampled(std::string_view csv, const std::vector<Combination>& combinations,
                      const std::string& missing = "refuse") {
  return to_resampled_csv(study_of(test::read_csv_text(csv, missing), combinations));
}

TEST(ResampledTable, OriginalsAreVerbatimAndSyntheticPointsFollow) {
  EXPECT_EQ(resampled("x,label,\"y, z\"\n 1.50,\"a\",2\n3,b,4e0\n5,b,+6\n",
                      {{1, {1, 2}, {0.25, 0.75}}, {1, {2}, {1}}}),
            "x,label,\"y, z\",origin,simplex,coordinates\n"
            " 1.50,\"a\",2,original,,\n"
            "3,b,4e0,original,,\n"
            "5,b,+6,original,,\n"
            "4.5,b,5.5,synthetic,1;2,0.25;0.75\n"
            "5,b,6,synthetic,2,1\n");
}

TEST(ResampledTable, KeepsTheWayOfTheFile) {
  // Byte order mark, CRLF, semicolons, no line end at the end; `;` within cells needs quotes then.
  EXPECT_EQ(resampled("\xef\xbb\xbfx;label\r\n1;a\r\n3;b", {{0, {0, 1}, {0.5, 0.5}}}),
            "\xef\xbb\xbfx;label;origin;simplex;coordinates\r\n1;a;original;;\r\n3;b;original;;\r\n"
            "2;a;synthetic;\"0;1\";\"0.5;0.5\"\r\n");
  EXPECT_EQ(resampled("1\ta\n3\tb\n", {}),
            "x0\tlabel\torigin\tsimplex\tcoordinates\n1\ta\toriginal\t\t\n3\tb\toriginal\t\t\n");
}

TEST(ResampledTable, LabelsAreQuotedWhereTheyMustBe) {
  const std::string table =
      resampled("x,label\n1,\"a,\"\"b\"\"\n c\"\n3,\" d \"\n", {{0, {0}, {1}}, {1, {1}, {1}}});
  const DataSet again = test::read_csv_text(table);
  EXPECT_THAT(table, HasSubstr("\n1,\" d \",synthetic,0,1\n"));
  EXPECT_THAT(again.labels.size(), 4U);
  EXPECT_THAT(again.classes.size(), 2U);
}

TEST(ResampledTable, RowsAreThoseOfTheFileWhereSomeWereLeftOut) {
  EXPECT_EQ(resampled("x,label\n1,a\nNA,a\n3,b\n\n5,b\n", {{1, {1, 2}, {0.5, 0.5}}}, "drop"),
            "x,label,origin,simplex,coordinates\n1,a,original,,\n3,b,original,,\n5,b,original,,\n"
            "4,b,synthetic,2;3,0.5;0.5\n");
}

TEST(ResampledTable, IsResampledAgainWithoutNewColumns) {
  const std::string once = resampled("x,label\n1,a\n3,b\n", {{0, {0, 1}, {0.5, 0.5}}});
  EXPECT_EQ(resampled(once, {{1, {1, 2}, {0.5, 0.5}}}), once + "2.5,b,synthetic,1;2,0.5;0.5\n");
  const std::string taken = resampled("origin,label\n1,a\n3,b\n", {{0, {0, 1}, {0.5, 0.5}}});
  EXPECT_THAT(taken, StartsWith("origin,label,origin_2,simplex_2,coordinates_2\n"));
  EXPECT_EQ(resampled(taken, {{1, {1}, {1}}}), taken + "3,b,synthetic,1,1\n");
}

TEST(ResampledTable, GeneratedDataGetNamesAndLabels) {
  DataRequest request;
  request.data_set = "three-points";
  request.n_samples = 4;
  EXPECT_EQ(to_resampled_csv(study_of(load_data(request, Watch()), {{1, {1, 2, 3}, {.5, .2, .3}}})),
            "x0,x1,x2,label,origin,simplex,coordinates\n"
            "0,0,0,majority,original,,\n1,0,0,minority,original,,\n0,1,0,minority,original,,\n"
            "0,0,1,minority,original,,\n0.5,0.2,0.3,minority,synthetic,1;2;3,0.5;0.2;0.3\n");
}

TEST(ResampledTable, NumbersComeBackTheSame) {
  DataRequest request;
  request.data_set = "torus";
  const DataSet data = load_data(request, Watch());
  std::vector<Combination> combinations;
  for (std::int32_t i = 0; i < 60; ++i) {
    combinations.push_back(
        {1, {320 + i, 321 + i, 330 + i}, {1.0 / 3, 1.0 / 7, 1 - 1.0 / 3 - 1.0 / 7}});
  }
  const SamplingStudy study = study_of(data, combinations);
  const DataSet again = test::read_csv_text(to_resampled_csv(study));
  std::vector<double> expected = data.points.data;
  const std::vector<double>& synthetic = study.resampled.synthetic.points.data;
  expected.insert(expected.end(), synthetic.begin(), synthetic.end());
  EXPECT_EQ(again.points.data, expected);
  EXPECT_EQ(again.features, data.features);
  EXPECT_EQ(again.classes, data.classes);
}

TEST(ResampledTable, ColumnNamesAreUnique) {
  const std::string taken = resampled("origin,origin_2,label\n1,2,a\n3,4,b\n", {{0, {0}, {1}}});
  EXPECT_THAT(taken, StartsWith("origin,origin_2,label,origin_3,simplex_3,coordinates_3\n"));
  // And it is read as what it is.
  const DataSet again = test::read_csv_text(taken);
  EXPECT_THAT(again.features, ElementsAre("origin", "origin_2"));
  EXPECT_EQ(again.n_points(), 3);

  EXPECT_THAT(resampled("x,x,x_2,label\n 1,2,3,a\n4,5,6,b\n", {}),
              StartsWith("x,x_3,x_2,label,origin,simplex,coordinates\n 1,2,3,a,original,,\n"));
  EXPECT_THAT(resampled("label,x_2,,\n=1+1,2,3,4\nb,4,5,6\n", {}),
              StartsWith("label,x_2,x2,x3,origin,simplex,coordinates\n=1+1,2,3,4,original,,\n"));
}

TEST(ResampledTable, TellsWhatASpreadsheetWouldRun) {
  const auto note = [](std::string_view csv) {
    return table_note(study_of(test::read_csv_text(csv), {}));
  };
  EXPECT_EQ(note("x,label\n-1,a\n+2,b\n"), std::nullopt);
  EXPECT_EQ(note("x,label\n1,+1\n2,-2\n"), std::nullopt);
  EXPECT_THAT(note("x,label\n1,=SUM(A1)\n2,b\n").value_or(""),
              StartsWith("1 text begins with =, +, @ or a tab and stays as it is"));
  EXPECT_THAT(note("@x,label\n1,\"\ta\"\n2,+b\n").value_or(""), StartsWith("3 texts begin"));
}

}  // namespace
}  // namespace baryscope
