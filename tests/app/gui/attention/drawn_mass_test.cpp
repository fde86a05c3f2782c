// The inspector says of which weights the drawn mass is a share: beside a caption that tells of
// edges, triangles and tuples are no contradiction.
#include <gtest/gtest.h>

#include "app/gui/attention/inspector_text.h"
#include "tests/viz/views/hand_made.h"
#include "viz/views/space/build_space.h"

namespace baryscope {
namespace {

QString mass_name(const Analysis& analysis) {
  for (const InspectorSection& section : inspector_content(analysis, {}).sections) {
    for (const InspectorRow& row : section.rows) {
      if (row.name.endsWith(QLatin1String("mass")) && row.name != QLatin1String("negative mass")) {
        EXPECT_FALSE(row.tip.isEmpty());
        return row.name;
      }
    }
  }
  return {};
}

TEST(DrawnMass, IsOfEdgesTrianglesOrTuples) {
  EXPECT_EQ(mass_name(pairwise_analysis()), "drawn edges' mass");
  Analysis triples = two_simplicial_analysis();
  EXPECT_EQ(mass_name(triples), "drawn triangles' mass");
  Analysis tuples = pairwise_analysis();
  tuples.mechanism.mechanism = "n-order";
  tuples.edges_are_marginals = true;
  tuples.tuples = {{1, {0, 2}, 0.2}};
  EXPECT_EQ(mass_name(tuples), "listed tuples' mass");
  tuples.edges.resize(1);
  EXPECT_NE(build_scene(tuples, {}).caption.find("of the weight on single keys"),
            std::string::npos);
}

}  // namespace
}  // namespace baryscope
