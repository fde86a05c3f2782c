// A selected edge or triangle stands out: the others recede.
#include <gtest/gtest.h>

#include "tests/viz/views/hand_made.h"
#include "tests/viz/views/scene_parts.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

TEST(SelectedEdge, OthersRecede) {
  ViewRequest request;
  request.selected = edge_subject(1, 3);
  const auto plain = test::weight_edges(build_scene(pairwise_analysis(), {}));
  const auto marked = test::weight_edges(build_scene(pairwise_analysis(), request));
  ASSERT_EQ(plain.size(), marked.size());
  int n_receding = 0;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool own = marked[i].subject == request.selected;
    EXPECT_NEAR(marked[i].opacity, (own ? 1 : 0.3) * plain[i].opacity, 1e-12);
    n_receding += own ? 0 : 1;
  }
  EXPECT_EQ(n_receding, 3);
}

TEST(SelectedEdge, ATriangleToo) {
  ViewRequest request;
  request.selected = triangle_subject(1, 2, 3);
  const Scene plain = build_scene(two_simplicial_analysis(), {});
  const Scene marked = build_scene(two_simplicial_analysis(), request);
  const TriangleSet* faces = test::find_cells(marked, "native triangles");
  const TriangleSet* before = test::find_cells(plain, "native triangles");
  ASSERT_NE(faces, nullptr);
  for (std::size_t i = 0; i < faces->triangles.size(); ++i) {
    const bool own = faces->triangles[i].subject == request.selected;
    EXPECT_NEAR(faces->triangles[i].opacity, (own ? 1 : 0.3) * before->triangles[i].opacity, 1e-12);
  }
}

}  // namespace
}  // namespace baryscope
