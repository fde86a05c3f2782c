/// Films: frames go in one after the other, a file (or a sequence of pictures) comes out whole or
/// not at all. What has one file is encoded by the program ffmpeg, through a pipe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "viz/draw/image.h"
#include "viz/export/exporter_list.h"

namespace baryscope {

struct FilmFormat {
  int width = 0, height = 0;     ///< of every frame, in pixels
  double fps = 30;               ///< frames a second
  std::string quality = "high";  ///< draft, high or best
  bool loops = true;             ///< plays again and again, where the format can say so
  int n_frames = 0;
  FigureTexts texts = {};  ///< as a figure's; a film carries the session as its comment
  std::string title = {};
  std::uint64_t most_bytes = 0;  ///< of a film that is one file; 0: any
};

/// A film that is larger than its format says: nothing stands under its name.
class FilmTooLarge : public Error {
 public:
  FilmTooLarge(const std::filesystem::path& target, std::uint64_t bytes, std::uint64_t most);
  std::uint64_t n_bytes = 0;
};

/// Where the frames of a film go, in order. Nothing stands under the final name before finish();
/// without it (an exception, a cancel) nothing is left.
class FrameSink {
 public:
  FrameSink() = default;
  FrameSink(const FrameSink&) = delete;
  FrameSink& operator=(const FrameSink&) = delete;
  virtual ~FrameSink() = default;

  /// One more frame of width × height. Waits where the encoder is behind. Throws Error with what
  /// the encoder said where it ended, Cancelled where the watch was stopped.
  virtual void write(const Image& frame) = 0;
  /// After exactly n_frames frames: waits for the encoder and puts the film under its name. Throws
  /// FilmTooLarge.
  virtual void finish() = 0;
};

/// By the row of exporters(). A format without translucency lays frames on white; one whose sizes
/// are even repeats the last row and column of odd frames. Of an earlier sequence of pictures those
/// with the same numbers are replaced in finish(), none before. `watch` ends what waits. First
/// removes from the folder what killed programs have left there. Throws as check_film() does.
std::unique_ptr<FrameSink> make_frame_sink(const std::filesystem::path& target,
                                           const FilmFormat& format, const Watch& watch = {});

/// What can be known before any frame: a name that is written as a film, its folder, size, rate,
/// quality; ffmpeg there, encoder there. A rate that the format cannot hold becomes the nearest
/// that it can, and n_frames follows, so that the film lasts as long. Returns notes to be told
/// (size padded, rate rounded). Throws UsageError or Error.
std::vector<std::string> check_film(const std::filesystem::path& target, FilmFormat& format);

/// The ffmpeg that films are written with.
struct FilmEncoders {
  std::filesystem::path program;      ///< empty where there is none
  std::string version;                ///< "5.1.9-0+deb12u1"
  std::vector<std::string> encoders;  ///< those that films use, of those that it has
  std::string problem;                ///< why there is none, else empty
};
/// Asks it; throws nothing.
FilmEncoders film_encoders();

}  // namespace baryscope
