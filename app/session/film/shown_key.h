/// Key frames from what is shown: what a key that a person adds, or a demonstration leaves, holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/session/film/timeline.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// Options as they were asked for, and with the numbers that words among them (λ `auto`) stood for
/// in the picture: only numbers glide.
struct KeyOptions {
  OptionValues asked;
  OptionValues shown;
  friend bool operator==(const KeyOptions&, const KeyOptions&) = default;
};

/// Ids that a key frame can set, that were asked for otherwise and are shown otherwise: a word that
/// stands for another number since (λ with another mechanism) was changed by nobody.
std::vector<std::string> keyable_changes(const KeyOptions& before, const KeyOptions& now);

/// What is shown at a time.
struct ShownKey {
  double seconds = 0;
  KeyOptions now;
  KeyOptions before;  ///< at the key that was made last: what differs since then moves
  std::optional<Camera> camera = {};
};

/// The timeline with a key at that time: with the camera, the value of every option that some key
/// names, and of those that are other than before. An option that none named before keeps its
/// earlier value at the keys beside the new one. A key at that time keeps its caption and ease.
/// Throws UsageError where there is no room for one more.
Timeline with_shown_key(Timeline timeline, const ShownKey& shown);

}  // namespace baryscope
