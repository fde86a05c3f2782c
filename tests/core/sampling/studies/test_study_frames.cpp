// The axes that a study is drawn on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/number_text.h"
#include "core/sampling/data/column_scale.h"
#include "core/sampling/studies/study.h"
#include "tests/core/sampling/studies/studied_tables.h"

namespace baryscope {
namespace {

using test::DataFile;
using test::request_of;
using test::table;

TEST(Studies, FramesByTheNumberOfColumns) {
  for (const int d : {1, 2, 3, 4, 7}) {
    const DataFile file("frame.csv", table(60, d, d));
    const auto study =
        SamplingLaboratory().study(request_of(file.path(), "simplicial-smote"), Watch());
    EXPECT_EQ(study->frame.projected, d > 3);
    EXPECT_EQ(study->frame.n_axes, std::min(d, 3));
    EXPECT_EQ(study->places.n_columns, 3);
    EXPECT_EQ(study->frame.titles[0],
              d <= 3 ? "x0"
                     : "PC 1 · " + to_text(100 * study->frame.pca.explained_variance[0], 0) +
                           " % of variance");
    ASSERT_TRUE(study->after);
    // The same affine map for originals and synthetic points: places combine as points do.
    const SyntheticSet& synthetic = study->resampled.synthetic;
    for (int i = 0; i < synthetic.size(); ++i) {
      for (int axis = 0; axis < 3; ++axis) {
        double place = 0;
        for (std::size_t v = 0; v < synthetic.simplex(i).size(); ++v) {
          place += synthetic.coordinates_of(i)[v] * study->places(synthetic.simplex(i)[v], axis);
        }
        EXPECT_NEAR(study->synthetic_places(i, axis), place, 1e-12);
      }
    }
  }
}

TEST(Studies, StandardisedColumnsShareThePicture) {
  for (const int d : {2, 5}) {
    const DataFile file("units.csv", table(80, d, d));
    SamplingRequest request = request_of(file.path(), "simplicial-smote");
    SamplingLaboratory laboratory;
    const auto plain = laboratory.study(request, Watch());
    request.sampler.standardize = true;
    const auto study = laboratory.study(request, Watch());
    EXPECT_EQ(study->data, plain->data);  // it is not read again
    ASSERT_TRUE(study->frame.scale);
    EXPECT_THAT(study->frame.titles[0], testing::HasSubstr("standardised"));
    // Places are those of standardised points, and lifting undoes them.
    const Matrix standard = scaled(fit_column_scale(study->data->points), study->data->points);
    double variance = 0, shown = 0;
    for (int row = 0; row < standard.n_rows; ++row) {
      for (const double x : standard.row(row)) variance += x * x;
      for (const double x : study->places.row(row)) shown += x * x;
    }
    EXPECT_NEAR(variance / standard.n_rows, d, 1e-9);
    EXPECT_LE(shown, variance * (1 + 1e-12));
    const Matrix& places = study->places;
    for (int row = 0; row < places.n_rows; ++row) {
      Matrix lifted(1, d);
      study->frame.lift({places(row, 0), places(row, 1), places(row, 2)}, lifted.row(0));
      const Matrix back = study->frame.places(lifted);
      for (int axis = 0; axis < 3; ++axis) {
        EXPECT_NEAR(back(0, axis), places(row, axis), 1e-9);
      }
      for (int c = 0; d <= 3 && c < d; ++c) {
        EXPECT_NEAR(lifted(0, c), study->data->points(row, c), 1e-9);
      }
    }
    ASSERT_TRUE(study->after);
  }
}

TEST(Studies, AxesThatExplainNothingAreNotCounted) {
  const DataFile file("flat.csv", table(40, 5, 2));
  const auto study = SamplingLaboratory().study(request_of(file.path(), "smote"), Watch());
  EXPECT_TRUE(study->frame.projected);
  EXPECT_EQ(study->frame.n_axes, 2);
  EXPECT_TRUE(study->frame.titles[2].empty());
}

}  // namespace
}  // namespace baryscope
