/// Key frames from what is shown: what a key that a person adds, or a demonstration leaves, holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/film/timeline.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// Ids in which both differ and that a key frame can set.
std::vector<std::string> keyable_changes(const OptionValues& before, const OptionValues& now);

/// What is shown at a time.
struct ShownKey {
  double seconds = 0;
  OptionValues now;
  OptionValues before;  ///< at the key that was made last: what differs since then moves
  std::optional<Camera> camera = {};
};

/// The timeline with a key at that time: with the camera, the value of every option that some key
/// names, and of those that are other than before. An option that none named before keeps its
/// earlier value at the keys beside the new one. A key at that time keeps its caption and ease.
/// Throws UsageError where there is no room for one more.
Timeline with_shown_key(Timeline timeline, const ShownKey& shown);

}  // namespace baryscope
