#include <gtest/gtest.h>

#include "tests/viz/views/golden_scene.h"
#include "tests/viz/views/hand_made.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

void expect_golden_analysis(const std::string& name, const Analysis& analysis,
                            const ViewRequest& request) {
  expect_golden(name, build_scene(analysis, request));
}

TEST(GoldenScene, Pairwise) { expect_golden_analysis("pairwise", pairwise_analysis(), {}); }
TEST(GoldenScene, DifferentialOutsideTheHull) {
  ViewRequest request;
  request.theme = "dark";
  expect_golden_analysis("differential", differential_analysis(), request);
}
TEST(GoldenScene, Cog) {
  ViewRequest request;
  request.sinks = "show";
  request.theme = "print";
  expect_golden_analysis("cog", cog_analysis(), request);
}
TEST(GoldenScene, TwoSimplicial) {
  ViewRequest request;
  request.palette = "viridis";
  request.show = {"axes"};
  request.selected = token_subject(2);
  expect_golden_analysis("two-simplicial", two_simplicial_analysis(), request);
}
TEST(GoldenScene, OneToken) { expect_golden_analysis("one-token", one_token_analysis(), {}); }

}  // namespace
}  // namespace baryscope
