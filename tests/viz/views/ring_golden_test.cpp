// Dumps of the ring view, one a mechanism.
#include <gtest/gtest.h>

#include "core/analysis/mechanism_list.h"
#include "tests/viz/views/golden_scene.h"
#include "tests/viz/views/hand_made.h"
#include "viz/views/ring/build_ring.h"

namespace baryscope {
namespace {

TEST(RingGolden, EveryMechanism) {
  for (const MechanismInfo& info : mechanisms()) {
    ViewRequest request;
    request.view = "ring";
    request.theme = info.weights_may_be_negative ? "dark" : "light";
    expect_golden("ring-" + info.name, build_ring(example_of(info), request));
  }
}

TEST(RingGolden, WindowsAnchoredAtTheKey) {
  Analysis analysis = two_simplicial_analysis();
  analysis.mechanism.window_1 = 2;
  analysis.mechanism.window_2 = 2;
  analysis.mechanism.window_anchor = WindowAnchor::key;
  ViewRequest request;
  request.theme = "print";
  request.selected = token_subject(0);
  expect_golden("ring-window-key", build_ring(analysis, request));
}

TEST(RingGolden, KeptKeys) {
  Analysis analysis = pairwise_analysis();
  analysis.mechanism.select = "indexer";
  analysis.queries[0].kept = KeptKeys{{1, 3}, 1, 0.25};
  expect_golden("ring-kept", build_ring(analysis, {}));
}

}  // namespace
}  // namespace baryscope
