/// One option that takes one value after another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"
#include "viz/scene/easing.h"

namespace baryscope {

/// "lambda=0:1.2" or "mechanism=pairwise,cog". All values are in the option's domain, canonical.
struct Sweep {
  std::string option;
  /// Of a range of real numbers; else `values` says all.
  double first = 0, last = 0;
  std::vector<std::string> values = {};  ///< whole numbers and words, in their order

  [[nodiscard]] bool continuous() const { return values.empty(); }
};

/// Why the option cannot be swept; empty: it can.
std::string sweep_obstacle(const OptionSpec& spec);
/// Why a key frame cannot set the option; empty: it can.
std::string key_obstacle(const OptionSpec& spec);

/// Of the option's text, "OPTION=A:B" or "OPTION=x,y,z". Throws UsageError.
Sweep make_sweep(const OptionTable& table, std::string_view text);
/// Nothing where `sweep` is empty.
std::optional<Sweep> find_sweep(const OptionValues& values);

/// How a sweep runs over the frames of a film. A range shows first + (last − first)·ease(t):
/// without loop t = i/(n−1), so that the last frame is `last`; with it t rises as i/m up to the
/// frame m = ⌊n/2⌋, which is `last`, and falls as (n−i)/(n−m) after it, so that frame n would be
/// frame 0. Words and whole numbers stay ⌊n/k⌋ or ⌈n/k⌉ frames each: k of them one after the
/// other, with loop there and back in 2k − 2 stays (a, b, c, b).
class SweepMotion {
 public:
  /// Throws UsageError where there are fewer frames than stays.
  SweepMotion(Sweep sweep, int n_frames, bool loop, Easing easing);

  [[nodiscard]] const Sweep& sweep() const { return m_sweep; }
  /// The option's value in this frame (modulo n_frames), canonical.
  [[nodiscard]] std::string value(int frame) const;
  /// How far along the way there, [0, 1]; of the stays their place in the list.
  [[nodiscard]] double progress(int frame) const;

 private:
  [[nodiscard]] int stay(int frame) const;  ///< index in `values`

  Sweep m_sweep;
  int m_n_frames = 1;
  bool m_loop = false;
  Easing m_easing = Easing::cubic;
};

}  // namespace baryscope
