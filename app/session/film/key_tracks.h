/// Key frames read by time: each option on its way from one key that names it to the next.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/film/timeline.h"
#include "core/options/option_table.h"
#include "viz/scene/camera_path.h"

namespace baryscope {

class KeyTracks {
 public:
  /// Throws UsageError for a key that `table` does not know.
  KeyTracks(const Timeline& timeline, const OptionTable& table);

  /// Sets what the keys say at that time. An option has its first key's value before that and its
  /// last key's after it; between two keys a number runs by the earlier one's ease (whole numbers
  /// to the nearest), and what is no number in both is the earlier one's until the later's time.
  void set_options(double seconds, OptionValues& values) const;
  [[nodiscard]] std::optional<Camera> camera(double seconds) const;
  [[nodiscard]] std::string caption(double seconds) const;
  [[nodiscard]] bool names(std::string_view option) const { return m_tracks.contains(option); }
  /// True where no key names an option.
  [[nodiscard]] bool keeps_options() const { return m_tracks.empty(); }

 private:
  struct Value {
    double seconds = 0;
    std::string text;
    Easing ease = Easing::cubic;
  };
  static std::string value_at(const std::vector<Value>& track, const OptionSpec& spec,
                              double seconds);

  Timeline m_timeline;
  std::map<std::string, std::vector<Value>, std::less<>> m_tracks;
  std::optional<CameraPath> m_path;
};

}  // namespace baryscope
