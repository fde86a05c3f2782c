#include "viz/views/orientation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "tests/viz/views/hand_made.h"
#include "viz/scene/scene.h"
#include "viz/views/space/build_space.h"
#include "viz/views/token_matches.h"

namespace baryscope {
namespace {

/// About an oblique axis, and mirrored where asked.
Orientation oblique(double angle, bool mirrored = false) {
  const Vec3 n = normalized({1, -2, 0.5});
  const double c = std::cos(angle), s = std::sin(angle);
  const std::array<double, 3> axis{n.x, n.y, n.z};
  const std::array<std::array<double, 3>, 3> skew{{{0, -n.z, n.y}, {n.z, 0, -n.x}, {-n.y, n.x, 0}}};
  Orientation made;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      made.turn[i][j] =
          (mirrored ? -1 : 1) * ((i == j ? c : 0) + (1 - c) * axis[i] * axis[j] + s * skew[i][j]);
    }
  }
  return made;
}

Analysis turned(Analysis analysis, const Orientation& by) {
  for (Matrix* matrix : {&analysis.placement.tokens, &analysis.placement.outputs,
                         &analysis.placement.nearest, &analysis.placement.hull.points}) {
    for (int row = 0; row < matrix->n_rows; ++row) {
      const Vec3 at = by({(*matrix)(row, 0), (*matrix)(row, 1), (*matrix)(row, 2)});
      (*matrix)(row, 0) = at.x;
      (*matrix)(row, 1) = at.y;
      (*matrix)(row, 2) = at.z;
    }
  }
  return analysis;
}

Analysis with_words(Analysis analysis, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    analysis.tokens[i].text = words[i];
  }
  return analysis;
}

TEST(Orientation, ItsTextGivesItBack) {
  for (const double angle : {0.0, 0.3, 1.7, 3.14159, -2.2}) {
    for (const bool mirrored : {false, true}) {
      Orientation orientation = oblique(angle, mirrored);
      orientation.eye = oblique(angle / 2).turn;
      const std::string text = to_text(orientation);
      const auto read = orientation_from(text);
      ASSERT_TRUE(read) << text;
      for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) {
          EXPECT_NEAR(read->turn[i][j], orientation.turn[i][j], 4e-6) << text;
          EXPECT_NEAR(read->eye[i][j], orientation.eye[i][j], 4e-6) << text;
        }
      }
      EXPECT_EQ(to_text(*read), text);
    }
  }
  EXPECT_EQ(to_text(Orientation()), "1,0,0,0,1,0,0,0");
  EXPECT_FALSE(orientation_from("auto"));
}

TEST(Orientation, WhatIsNoneIsRefused) {
  for (const char* text : {"", "1,0,0,0", "1,0,0,0,1,0,0", "1,0,0,0,1,0,0,0,", "1,0,0,0,1,0,0,x",
                           "1,0,0,0,2,0,0,0", "0,0,0,0,1,0,0,0", "1,0,0,0,1,0,0,0,turned",
                           "nan,0,0,0,1,0,0,0", "1,0,0,0,1,0,0,0,mirrored,mirrored"}) {
    EXPECT_THROW(orientation_from(text), UsageError) << text;
  }
}

TEST(Orientation, APictureOfOtherAxesIsTurnedOntoTheOneBefore) {
  const Analysis before = pairwise_analysis();
  const Camera camera = build_scene(before, {}).camera;
  for (const bool mirrored : {false, true}) {
    const Analysis after = turned(before, oblique(1.1, mirrored));
    const auto kept = following(before, std::nullopt, camera, after);
    ASSERT_TRUE(kept);
    for (int i = 0; i < 4; ++i) {
      const Matrix &was = before.placement.tokens, &is = after.placement.tokens;
      const Vec3 at = (*kept)({is(i, 0), is(i, 1), is(i, 2)});
      EXPECT_LT(length(at - Vec3{was(i, 0), was(i, 1), was(i, 2)}), 1e-9);
    }
    EXPECT_TRUE(looks_along(*kept, camera));

    ViewRequest request;
    request.orientation = kept;
    const Scene scene = build_scene(after, request), first = build_scene(before, {});
    EXPECT_LT(length(scene.camera.position - first.camera.position), 1e-3);
    EXPECT_LT(length(scene.clouds[0].points[2].position - first.clouds[0].points[2].position),
              1e-9);
  }
}

TEST(Orientation, ATurnedPictureIsFollowedAsItIsSeen) {
  const Analysis before = pairwise_analysis();
  const Orientation seen = oblique(0.7);
  const auto kept = following(before, seen, seen.direction(), turned(before, oblique(-0.4)));
  ASSERT_TRUE(kept);
  const Matrix& was = before.placement.tokens;
  const Vec3 place{was(1, 0), was(1, 1), was(1, 2)};
  EXPECT_LT(length((*kept)(oblique(-0.4)(place)) - seen(place)), 1e-9);
}

TEST(Orientation, AnEditOfTheTextIsFollowedAndAnotherTextIsNot) {
  const Analysis before = with_words(long_analysis(8), {"a", "b", "c", "d", "e", "f", "g", "h"});
  const Camera camera = build_scene(before, {}).camera;
  const Analysis edit = with_words(long_analysis(8), {"a", "b", "x", "d", "y", "f", "g", "h"});
  EXPECT_TRUE(following(before, std::nullopt, camera, edit));
  const Analysis other = with_words(long_analysis(8), {"a", "i", "j", "k", "l", "m", "n", "h"});
  EXPECT_FALSE(following(before, std::nullopt, camera, other));
}

TEST(Orientation, OtherVectorsAndTheWayOutBeginAnew) {
  const Analysis before = pairwise_analysis();
  const Camera camera = build_scene(before, {}).camera;
  Analysis after = before;
  ASSERT_TRUE(following(before, std::nullopt, camera, after));
  after.placement.place_by = "key";
  EXPECT_FALSE(following(before, std::nullopt, camera, after));
  after.placement.place_by = "value";
  after.placement.first_axis_leaves_hull = true;
  EXPECT_FALSE(following(before, std::nullopt, camera, after));
}

TEST(TokenMatches, BeginningEndAndWhatIsCommonBetween) {
  const Analysis before = with_words(long_analysis(6), {"a", "b", "c", "d", "e", "f"});
  const Analysis after = with_words(long_analysis(7), {"a", "c", "x", "d", "b", "y", "f"});
  const TokenMatches matches = match_tokens(before.tokens, after.tokens);
  EXPECT_EQ(matches.before, (std::vector{0, 2, 3, 5}));
  EXPECT_EQ(matches.after, (std::vector{0, 1, 3, 6}));
}

TEST(TokenMatches, WhatIsTheSameTokenGoesOn) {
  const Analysis before = with_words(long_analysis(4), {"[CLS]", "a", "b", "[SEP]"});
  const Analysis after = with_words(long_analysis(5), {"[CLS]", "x", "a", "b", "[SEP]"});
  EXPECT_EQ(token_continuity(before.tokens, after.tokens).token_before,
            (std::vector{0, -1, 1, 2, 3}));
  EXPECT_EQ(token_continuity(after.tokens, before.tokens).token_before, (std::vector{0, 2, 3, 4}));
  EXPECT_EQ(token_continuity(before.tokens, before.tokens).token_before, std::nullopt);
}

TEST(TokenMatches, ARepeatedWordIsNotCountedTwice) {
  const Analysis before = with_words(long_analysis(2), {"a", "a"});
  const Analysis after = with_words(long_analysis(3), {"a", "a", "a"});
  const TokenMatches matches = match_tokens(before.tokens, after.tokens);
  EXPECT_EQ(matches.before, (std::vector{0, 1}));
  EXPECT_EQ(matches.after, (std::vector{0, 1}));
}

}  // namespace
}  // namespace baryscope
