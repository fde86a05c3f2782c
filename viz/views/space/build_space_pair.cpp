// Two analyses of one text in one frame of reference: places, scales and camera in common.
#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/base/number_text.h"
#include "core/geometry/similarity.h"
#include "viz/scene/default_camera.h"
#include "viz/scene/figure_layout.h"
#include "viz/views/patch_tiles.h"
#include "viz/views/space/build_space.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {
namespace {

bool read_the_same(const Tokens& a, const Tokens& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Token& x, const Token& y) { return x.text == y.text; });
}

std::string similarity_words(const Similarity& onto, bool turned) {
  const std::string scaled =
      std::abs(onto.scale - 1) > 0.005 ? "scaled by " + short_number(onto.scale) : std::string();
  if (!turned) {
    return scaled.empty() ? "" : scaled + " to the other picture's size";
  }
  return "turned" + (scaled.empty() ? "" : " and " + scaled) + " onto the other picture";
}

}  // namespace

ScenePair build_pair(const Analysis& first, const Analysis& second, const ViewRequest& request) {
  ViewRequest half = request;
  half.width = std::max(1, request.width / 2);
  SpaceParts left = make_space_parts(first, half), right = make_space_parts(second, half);
  share_scales(left, right);
  ScenePair pair{draw_structures(left), draw_structures(right)};

  const bool turned = read_the_same(first.tokens, second.tokens);
  const Similarity onto = similarity_onto(first.placement.tokens, second.placement.tokens, turned);
  if (!onto.is_identity()) {
    const auto move = [&onto](const Vec3& point) {
      const std::array<double, 3> at = onto({point.x, point.y, point.z});
      return Vec3{at[0], at[1], at[2]};
    };
    move_places(move, right);
    move_places(move, pair.second);
    if (!pair.second.title.empty()) {
      std::string& caption = pair.second.caption;
      const std::string words = similarity_words(onto, turned);
      caption += (caption.empty() || words.empty() ? "" : " · ") + words;
    }
  }

  if (request.orientation) {
    for (SpaceParts* parts : {&left, &right}) {
      move_places(*request.orientation, *parts);
    }
    for (Scene* scene : {&pair.first, &pair.second}) {
      move_places(*request.orientation, *scene);
    }
  }

  put_side_by_side(pair.first, pair.second);
  const Viewport viewport = figure_viewport(pair.first, half.width, half.height);
  const std::array subjects{camera_subject(left, pair.first), camera_subject(right, pair.second)};
  pair.first.camera = pair.second.camera = chosen_camera(request, subjects, viewport);
  add_patch_tiles(left, viewport, pair.first);
  add_patch_tiles(right, viewport, pair.second);
  add_labels(left, pair.first);
  add_labels(right, pair.second);
  return pair;
}

}  // namespace baryscope
