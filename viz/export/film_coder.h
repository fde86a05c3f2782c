/// How each format of film is made: what the rows of exporters() point to.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/progress.h"

namespace baryscope {

struct FilmFormat;
class FrameSink;

/// A format of films.
struct FilmCoder {
  /// Of ffmpeg, all of them needed; none where the format is written without ffmpeg.
  std::vector<std::string> encoders = {};
  bool even_size = false;      ///< one pixel more where a side is odd
  bool in_hundredths = false;  ///< a frame lasts a whole number of 1/100 s, two at least
  int most_pixels_a_side = 0;
  std::unique_ptr<FrameSink> (*make)(const std::filesystem::path& target, const FilmFormat& format,
                                     const Watch& watch) = nullptr;
};

extern const FilmCoder h264_film, vp9_film, gif_film, apng_film, png_sequence;

}  // namespace baryscope
