#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/base/atomic_file.h"
#include "tests/viz/build/hand_made.h"
#include "viz/build/build_scene.h"

namespace baryscope {
namespace {

/// Compares with tests/viz/build/golden/<name>.txt; BARYSCOPE_REWRITE_GOLDEN=1 writes it instead.
/// The words of title and finding are the report's own and tested there.
void expect_golden(const std::string& name, const Analysis& analysis, const ViewRequest& request) {
  std::string text = to_text(build_scene(analysis, request));
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

TEST(GoldenScene, Pairwise) { expect_golden("pairwise", pairwise_analysis(), {}); }
TEST(GoldenScene, DifferentialOutsideTheHull) {
  ViewRequest request;
  request.theme = "dark";
  expect_golden("differential", differential_analysis(), request);
}
TEST(GoldenScene, Cog) {
  ViewRequest request;
  request.sinks = "show";
  request.theme = "print";
  expect_golden("cog", cog_analysis(), request);
}
TEST(GoldenScene, TwoSimplicial) {
  ViewRequest request;
  request.palette = "viridis";
  request.show = {"axes"};
  request.selected_token = 2;
  expect_golden("two-simplicial", two_simplicial_analysis(), request);
}
TEST(GoldenScene, OneToken) { expect_golden("one-token", one_token_analysis(), {}); }

}  // namespace
}  // namespace baryscope
