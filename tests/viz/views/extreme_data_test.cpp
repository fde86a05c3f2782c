// Pictures of data at the ends of a double's range: everything is drawn, within single precision.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/sampling/studies/study.h"
#include "tests/support/folders.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

SamplingRequest request_of(const std::string& file) {
  SamplingRequest request;
  request.data.data_set = (test::source_folder() / "tests/cases" / file).string();
  request.sampler.sampler = "simplicial-smote";
  return request;
}

Scene picture_of(const SamplingRequest& request) {
  SamplingLaboratory laboratory;
  const auto study = laboratory.study(request, {});
  ViewRequest view;
  view.view = "samples";
  return build_samples(*study, view);
}

/// Where the points are seen, of a figure of the usual size.
std::vector<ScreenPoint> seen_points(const Scene& scene) {
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  std::vector<ScreenPoint> seen;
  for (const TokenCloud& cloud : scene.clouds) {
    for (const ScenePoint& point : cloud.points) {
      const auto at = to_screen(scene.camera, viewport, point.position);
      EXPECT_TRUE(at.has_value());
      seen.push_back(at.value_or(ScreenPoint{}));
    }
  }
  return seen;
}

/// Numbers along the axes.
std::vector<double> numbers_of(const Scene& scene) {
  std::vector<double> numbers;
  for (const SceneLabel& label : scene.labels) {
    std::string text = label.spans.front().text;
    const bool negative = text.starts_with("\u2212");
    if (const auto number = find_number(negative ? text.substr(3) : text)) {
      numbers.push_back(negative ? -*number : *number);
    }
  }
  return numbers;
}

void expect_drawn(const SamplingRequest& request) {
  SCOPED_TRACE(request.data.data_set);
  const Scene scene = picture_of(request);
  const Bounds box = bounds(scene);
  for (const double x :
       {box.minimum.x, box.minimum.y, box.minimum.z, box.maximum.x, box.maximum.y, box.maximum.z}) {
    ASSERT_TRUE(std::isfinite(x));
    EXPECT_LE(std::abs(x), 0x1p40);
  }
  const std::vector<ScreenPoint> seen = seen_points(scene);
  ASSERT_FALSE(seen.empty());
  const auto [left, right] = std::ranges::minmax(seen, {}, &ScreenPoint::x);
  const auto [top, bottom] = std::ranges::minmax(seen, {}, &ScreenPoint::y);
  EXPECT_GE(left.x, 0);
  EXPECT_LE(right.x, 1600);
  EXPECT_GE(top.y, 0);
  EXPECT_LE(bottom.y, 1000);
  EXPECT_GE(std::max(right.x - left.x, bottom.y - top.y), 200);
  const std::vector<double> numbers = numbers_of(scene);
  EXPECT_GE(numbers.size(), 2U);
  EXPECT_LE(numbers.size(), 20U);
}

TEST(ExtremeData, IsDrawnWithNumbersAtItsAxes) {
  for (const char* file : {"near-equal-16-digit-column.csv", "huge-values.csv",
                           "range-over-double.csv", "scale-1e-302.csv"}) {
    for (const char* classifier : {"none", "knn", "logistic"}) {
      for (const bool standardize : {false, true}) {
        SamplingRequest request = request_of(file);
        request.classifier = classifier;
        request.sampler.standardize = standardize;
        expect_drawn(request);
      }
    }
  }
}

TEST(ExtremeData, NumbersAtTheAxesAreTheDatas) {
  EXPECT_THAT(numbers_of(picture_of(request_of("near-equal-16-digit-column.csv"))),
              testing::IsSupersetOf({9007199254740992.0, 9007199254740994.0, 9007199254740996.0}));
  EXPECT_THAT(numbers_of(picture_of(request_of("huge-values.csv"))),
              testing::IsSupersetOf({0.0, 2e307, 4e307, 6e307}));
  const auto [least, most] =
      std::ranges::minmax(numbers_of(picture_of(request_of("scale-1e-302.csv"))));
  EXPECT_LT(least, 0);
  EXPECT_LT(most, 1e-300);
}

TEST(ExtremeData, LongNumbersBesideThePlotStayInThePicture) {
  const Scene scene = picture_of(request_of("huge-values.csv"));
  const Viewport viewport = figure_viewport(scene, 1600, 1000);
  int n_beside = 0;
  for (const SceneLabel& label : scene.labels) {
    if (label.side == std::array<double, 2>{-1, 0}) {
      // Nine pixels a digit of "−1e+307", and what stands between it and the frame.
      EXPECT_GE(to_screen(scene.camera, viewport, label.anchor).value_or(ScreenPoint{}).x, 7 * 9);
      ++n_beside;
    }
  }
  EXPECT_GE(n_beside, 3);
  const std::string words = picture_of(request_of("scale-1e-302.csv")).finding;
  EXPECT_THAT(words,
              testing::ContainsRegex("[0-9]\\.[0-9]{1,2}e-302 from the nearest other class"));
}

}  // namespace
}  // namespace baryscope
