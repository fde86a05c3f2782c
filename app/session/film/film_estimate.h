/// How large a film will be and how long it takes to write, told from a few of its frames.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "viz/draw/image.h"
#include "viz/export/film.h"

namespace baryscope {

struct FilmEstimate {
  std::uint64_t n_bytes = 0;
  double seconds = 0;  ///< to write all of it
};

/// So many frames that follow each other are looked at.
inline constexpr int k_n_looked_at = 5;

/// `target` tells the format; nothing is written there. `frames`: some that follow each other, of
/// `format`'s size, each drawn in `seconds_a_frame`. Encodes one of them and then all: the first
/// frame of a film costs most, the others what they change. Throws Error, Cancelled.
FilmEstimate estimate_film(const std::string& target, const FilmFormat& format,
                           const std::vector<Image>& frames, double seconds_a_frame,
                           const Watch& watch);

}  // namespace baryscope
