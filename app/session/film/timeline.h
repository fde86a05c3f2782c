/// Key frames: what a film shows at given times. Plain values, edited by whoever holds them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"
#include "viz/scene/camera.h"
#include "viz/scene/easing.h"

namespace baryscope {

/// What holds from `seconds` on, or is reached there.
struct KeyFrame {
  double seconds = 0;
  /// Ids and canonical values; those that no key names are as the session has them.
  std::map<std::string, std::string, std::less<>> options = {};
  std::optional<Camera> camera = {};  ///< nothing: on the way between the keys that have one
  std::string caption = {};           ///< one line with {placeholders}; empty: none from here on
  Easing ease = Easing::cubic;        ///< of the way from here to the next

  friend bool operator==(const KeyFrame&, const KeyFrame&) = default;
};

inline constexpr std::size_t k_most_keys = 10'000;
inline constexpr std::size_t k_most_caption_bytes = 1'000;
inline constexpr double k_longest_film = 3600;  ///< seconds

/// Throws UsageError for a key that no timeline holds: a time outside [0, k_longest_film], an
/// option or value that a key cannot set, a camera that sees nothing, a caption of several lines.
void check_key(const KeyFrame& key, const OptionTable& table);

/// Keys in order of time, no two at one. Every change throws UsageError and leaves all as it was
/// where the result would not be one.
class Timeline {
 public:
  [[nodiscard]] const std::vector<KeyFrame>& keys() const { return m_keys; }
  [[nodiscard]] bool empty() const { return m_keys.empty(); }
  [[nodiscard]] std::size_t size() const { return m_keys.size(); }
  /// The time of the last key; 0 without one.
  [[nodiscard]] double seconds() const;
  /// The key at that time, to a thousandth of a second.
  [[nodiscard]] std::optional<std::size_t> find_key(double seconds) const;

  // Each returns where the key stands afterwards.
  std::size_t add(KeyFrame key);
  std::size_t replace(std::size_t index, KeyFrame key);
  std::size_t move(std::size_t index, double seconds);
  std::size_t set_caption(std::size_t index, std::string caption);
  std::size_t set_camera(std::size_t index, const std::optional<Camera>& camera);
  std::size_t set_ease(std::size_t index, Easing ease);
  void remove(std::size_t index);

  friend bool operator==(const Timeline&, const Timeline&) = default;

 private:
  std::vector<KeyFrame> m_keys;
};

}  // namespace baryscope
