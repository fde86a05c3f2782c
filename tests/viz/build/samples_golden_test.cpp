#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/atomic_file.h"
#include "tests/viz/build/hand_made_study.h"
#include "viz/build/build_samples.h"

namespace baryscope {
namespace {

/// Compares with tests/viz/build/golden/<name>.txt; BARYSCOPE_REWRITE_GOLDEN=1 writes it instead.
void expect_golden(const std::string& name, const SamplingStudy& study, ViewRequest request) {
  request.view = "samples";
  std::string text = to_text(build_samples(study, request));
  text.erase(0, text.find("caption "));
  const std::filesystem::path path =
      std::filesystem::path(BARYSCOPE_SOURCE_DIR) / "tests/viz/build/golden" / (name + ".txt");
  if (std::getenv("BARYSCOPE_REWRITE_GOLDEN") != nullptr) {
    write_file(path, text);
    GTEST_SKIP() << "wrote " << path;
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, golden);
}

TEST(GoldenSamples, Finished) { expect_golden("samples", hand_made_study(), {}); }
TEST(GoldenSamples, InSpace) {
  ViewRequest request;
  request.theme = "dark";
  request.hide = {"regions"};
  expect_golden("samples-space", hand_made_study(true), request);
}
TEST(GoldenSamples, Edges) {
  ViewRequest request;
  request.hide = {"regions", "axes"};
  request.sample = 1;
  expect_golden("samples-edges", hand_made_edges(), request);
}
TEST(GoldenSamples, ThreeClasses) {
  ViewRequest request;
  request.theme = "print";
  request.hide = {"regions"};
  expect_golden("samples-classes", three_classes_study(), request);
}

class GoldenStep : public testing::TestWithParam<int> {};
TEST_P(GoldenStep, IsAsItWas) {
  ViewRequest request;
  request.step = GetParam();
  request.sample = 1;
  request.hide = {"axes"};
  expect_golden("samples-step-" + std::to_string(GetParam()), hand_made_study(), request);
}
INSTANTIATE_TEST_SUITE_P(Steps, GoldenStep, testing::Range(0, k_n_sampling_steps));

}  // namespace
}  // namespace baryscope
