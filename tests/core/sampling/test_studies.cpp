#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/sampling/study.h"

namespace baryscope {
namespace {

SamplingRequest request_of(const std::string& data_set, const std::string& sampler) {
  SamplingRequest request;
  request.data.data_set = data_set;
  request.sampler.sampler = sampler;
  return request;
}

TEST(Studies, CountsPlacesAndFieldsFitTogether) {
  SamplingLaboratory laboratory;
  const auto study = laboratory.study(request_of("two-moons", "simplicial-smote"), Watch());
  ASSERT_EQ(study->counts_before.size(), 2U);
  EXPECT_EQ(study->counts_before[0] + study->counts_before[1], 400U);
  EXPECT_EQ(study->counts_after[0], study->counts_after[1]);
  EXPECT_EQ(study->places.n_rows, 400);
  EXPECT_EQ(study->places.n_columns, 3);
  EXPECT_EQ(study->synthetic_places.n_rows, study->resampled.synthetic.size());
  EXPECT_FALSE(study->frame.projected);
  EXPECT_EQ(study->frame.n_axes, 2);
  for (int i = 0; i < study->synthetic_places.n_rows; ++i) {
    EXPECT_EQ(study->synthetic_places(i, 0), study->resampled.synthetic.points(i, 0));
    EXPECT_EQ(study->synthetic_places(i, 2), 0);
  }
  ASSERT_TRUE(study->before && study->after);
  EXPECT_EQ(study->before->n_nodes, study->after->n_nodes);
  EXPECT_EQ(study->before->minimum, study->after->minimum);
  EXPECT_NE(study->before->probabilities, study->after->probabilities);
  EXPECT_EQ(title(*study), "Simplicial SMOTE · Two moons");
}

TEST(Studies, OneColumnIsDrawnOnALineAndManyByPrincipalAxes) {
  SamplingLaboratory laboratory;
  const auto spirals = laboratory.study(request_of("swiss-roll", "smote"), Watch());
  EXPECT_EQ(spirals->frame.n_axes, 3);
  EXPECT_FALSE(spirals->frame.projected);
}

}  // namespace
}  // namespace baryscope
