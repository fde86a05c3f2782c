/// The option rows of films, and what they say as typed values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/options/option_table.h"
#include "viz/scene/easing.h"

namespace baryscope {

/// animate, duration, fps, quality, sweep, trail, frame, loop, easing.
std::vector<OptionSpec> film_options();

/// What moves.
enum class FilmKind {
  none,
  turntable,  ///< the eye, around the up axis
  flow,       ///< the pulses
  sweep,      ///< one option
  keys,       ///< what the key frames say
  training,   ///< from checkpoint to checkpoint
};

FilmKind film_kind(const OptionValues& values);
/// "turntable": the word of the option.
std::string_view film_kind_name(FilmKind kind);
Easing easing_of(const OptionValues& values);
/// "linear", "cubic". Throws UsageError for another name.
Easing easing_named(std::string_view name);
std::string_view easing_name(Easing easing);

/// round(duration · fps). Throws UsageError where that is none.
int n_film_frames(double seconds, double frames_per_second);
/// The one frame that is to be written; nothing: all of them.
std::optional<int> one_frame(const OptionValues& values);

/// Everything that the film's options say, whether it is used or not: throws UsageError.
void check_film_options(const OptionValues& values);

}  // namespace baryscope
