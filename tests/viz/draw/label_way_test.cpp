// Labels of a scene that becomes another: they glide, fade, and end where the end alone has them.
#include "viz/draw/label_way.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/viz/scene/morph_scenes.h"
#include "viz/draw/overlay.h"

namespace baryscope {
namespace {

using namespace test;

const Viewport k_way_area{800, 560};

Camera front_camera() {
  Camera camera;
  camera.position = {0, 0, 10};
  return camera;
}

Scene named_tokens(const std::vector<Vec3>& places, const std::vector<const char*>& words) {
  Scene scene = tokens_at(places);
  scene.legend.visible = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    scene.labels.push_back(label(places[i], words[i], {token_subject(static_cast<int>(i))}));
  }
  return scene;
}

/// Every label of the overlay as it was written last.
std::vector<WrittenText> labels_in(const Overlay& overlay) {
  std::vector<WrittenText> labels;
  for (const WrittenText& each : overlay.written()) {
    if (each.kind == WrittenText::Kind::label) labels.push_back(each);
  }
  return labels;
}

std::vector<WrittenText> laid_out(Overlay& overlay, std::shared_ptr<const Scene> scene) {
  overlay.set_scene(std::move(scene));
  overlay.lay_out(front_camera(), k_way_area, 1);
  return labels_in(overlay);
}

const WrittenText* find_label(const std::vector<WrittenText>& labels, const std::string& words) {
  const auto found = std::find_if(labels.begin(), labels.end(),
                                  [&](const WrittenText& each) { return each.words == words; });
  return found == labels.end() ? nullptr : &*found;
}

TEST(LabelWay, BeginsWhereLabelsWereAndEndsWhereTheEndAloneHasThem) {
  const auto from = shared(
      named_tokens({{-1, -1, 0}, {1, -1, 0}, {0, 1, 0}}, {"bakery 41 %", "school", "library"}));
  const auto to =
      shared(named_tokens({{-1, 1, 0}, {1, 0.5, 0}, {0, 1, 0}}, {"bakery 9 %", "school"}));
  Overlay alone, overlay;
  const auto goal = laid_out(alone, to);
  const auto before = laid_out(overlay, from);
  const auto morph = find_morph(from, to);
  ASSERT_NE(morph, nullptr);
  const auto first = laid_out(overlay, morph->at(0, front_camera()));
  for (const char* words : {"school", "library"}) {
    ASSERT_NE(find_label(first, words), nullptr) << words;
    EXPECT_NEAR(find_label(first, words)->box.left, find_label(before, words)->box.left, 1e-9)
        << words;
    EXPECT_NEAR(find_label(first, words)->box.top, find_label(before, words)->box.top, 1e-9)
        << words;
  }
  const auto middle = laid_out(overlay, morph->at(0.5, front_camera()));
  const double top = find_label(middle, "school")->box.top;
  EXPECT_NEAR(
      top, 0.5 * (find_label(before, "school")->box.top + find_label(goal, "school")->box.top), 1);
  laid_out(overlay, morph->at(0.97, front_camera()));
  const auto last = laid_out(overlay, morph->at(1));
  ASSERT_EQ(last.size(), goal.size());
  for (std::size_t i = 0; i < last.size(); ++i) {
    EXPECT_EQ(last[i].words, goal[i].words);
    EXPECT_NEAR(last[i].box.left, goal[i].box.left, 1e-9) << last[i].words;
    EXPECT_NEAR(last[i].box.top, goal[i].box.top, 1e-9) << last[i].words;
  }
}

TEST(LabelWay, TheTextsAreDrawnOnceForTheWholeWay) {
  const auto from = shared(named_tokens({{-1, -1, 0}, {1, -1, 0}}, {"bakery 41 %", "school"}));
  const auto to = shared(named_tokens({{-1, 1, 0}, {1, 1, 0}}, {"bakery 9 %"}));
  Overlay overlay;
  laid_out(overlay, from);
  const auto morph = find_morph(from, to);
  laid_out(overlay, morph->at(0));
  const int version = overlay.atlas_version();
  for (const double t : {0.1, 0.5, 0.9, 1.0}) laid_out(overlay, morph->at(t));
  EXPECT_EQ(overlay.atlas_version(), version);
}

TEST(LabelWay, ALabelIsAsTransparentAsItsSceneSays) {
  Scene scene = named_tokens({{0, 0, 0}}, {"bakery"});
  const auto largest_alpha = [](const Overlay& overlay) {
    float largest = 0;
    const auto& vertices = overlay.mesh().vertices;
    for (std::size_t i = 0; i + 9 < vertices.size(); i += 10) {
      largest = std::max(largest, vertices[i + 7]);
    }
    return largest;
  };
  Overlay overlay;
  laid_out(overlay, shared(scene));
  EXPECT_FLOAT_EQ(largest_alpha(overlay), 1);
  scene.labels[0].opacity = 0.25;
  laid_out(overlay, shared(scene));
  EXPECT_FLOAT_EQ(largest_alpha(overlay), 0.25);
}

TEST(LabelWay, NoLabelPassesOverItsOwnPoint) {
  // At the end it stands on the other side, where the first place is taken.
  Scene before = named_tokens({{0, 0, 0}}, {"bakery"}), after = before;
  before.labels[0].side = std::array{0.0, 1.0};
  after.labels[0].side = std::array{0.0, -1.0};
  const auto from = shared(before), to = shared(after);
  Overlay overlay;
  const double below = laid_out(overlay, from)[0].box.top;
  const auto morph = find_morph(from, to);
  const double middle = 0.5 * k_way_area.height;
  EXPECT_GT(below, middle);
  for (const double t : {0.0, 0.2, 0.4, 0.6, 0.8}) {
    const auto labels = laid_out(overlay, morph->at(t, front_camera()));
    ASSERT_EQ(labels.size(), 1);
    EXPECT_TRUE(labels[0].box.top > middle || labels[0].box.bottom < middle) << t;
  }
}

}  // namespace
}  // namespace baryscope
