#include <gtest/gtest.h>

#include "tests/viz/views/golden_scene.h"
#include "tests/viz/views/hand_made_study.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

void expect_golden_study(const std::string& name, const SamplingStudy& study, ViewRequest request) {
  request.view = "samples";
  expect_golden(name, build_samples(study, request));
}

TEST(GoldenSamples, Finished) { expect_golden_study("samples", hand_made_study(), {}); }
TEST(GoldenSamples, InSpace) {
  ViewRequest request;
  request.theme = "dark";
  request.hide = {"regions"};
  expect_golden_study("samples-space", hand_made_study(true), request);
}
TEST(GoldenSamples, Edges) {
  ViewRequest request;
  request.hide = {"regions", "axes"};
  request.sample = 1;
  expect_golden_study("samples-edges", hand_made_edges(), request);
}
TEST(GoldenSamples, ThreeClasses) {
  ViewRequest request;
  request.theme = "print";
  request.hide = {"regions"};
  expect_golden_study("samples-classes", three_classes_study(), request);
}

class GoldenStep : public testing::TestWithParam<int> {};
TEST_P(GoldenStep, IsAsItWas) {
  ViewRequest request;
  request.step = GetParam();
  request.sample = 1;
  request.hide = {"axes"};
  expect_golden_study("samples-step-" + std::to_string(GetParam()), hand_made_study(), request);
}
INSTANTIATE_TEST_SUITE_P(Steps, GoldenStep, testing::Range(0, k_n_sampling_steps));

}  // namespace
}  // namespace baryscope
