// The inspector says which weights it takes the share of: beside a caption that tells of what is
// drawn, or of edges where there are triangles and tuples, that is no contradiction.
#include <gtest/gtest.h>

#include "app/gui/attention/inspector_text.h"
#include "tests/viz/views/hand_made.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

/// Name and value.
QString heaviest(const Analysis& analysis) {
  for (const InspectorSection& section : inspector_content(analysis, {}).sections) {
    for (const InspectorRow& row : section.rows) {
      if (row.value.endsWith(QStringLiteral("of Σ |w|"))) {
        EXPECT_FALSE(row.tip.isEmpty());
        return row.name + QStringLiteral(": ") + row.value;
      }
    }
  }
  return {};
}

TEST(DrawnMass, IsOfEdgesTrianglesOrTuples) {
  EXPECT_EQ(heaviest(pairwise_analysis()).toStdString(), "4 heaviest edges: 100 % of Σ |w|");
  EXPECT_EQ(heaviest(two_simplicial_analysis()).toStdString(),
            "3 heaviest triangles: 100 % of Σ |w|");
  Analysis tuples = pairwise_analysis();
  tuples.mechanism.mechanism = "n-order";
  tuples.edges_are_marginals = true;
  tuples.tuples = {{1, {0, 2}, 0.2}};
  EXPECT_EQ(heaviest(tuples).toStdString(), "1 heaviest tuple: 100 % of Σ |w|");
  tuples.edges.resize(1);
  EXPECT_NE(build_scene(tuples, {}).caption.find("of the weight on single keys"),
            std::string::npos);
}

TEST(DrawnMass, IsNotNamedDrawnWhereSinksAreHidden) {
  ViewRequest request;
  request.sinks = "hide";
  const Analysis analysis = pairwise_analysis();
  EXPECT_NE(build_scene(analysis, request).caption.find("edges drawn carry 60"), std::string::npos);
  EXPECT_FALSE(heaviest(analysis).contains(QStringLiteral("drawn")));
}

}  // namespace
}  // namespace baryscope
