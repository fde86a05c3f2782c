/// Films of one file, encoded by ffmpeg: what all of them have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/unfinished_file.h"
#include "viz/export/film.h"
#include "viz/export/piped_program.h"

namespace baryscope {

/// What ffmpeg is told of a format.
struct Encoding {
  bool even_size = false;                 ///< odd sizes are padded
  bool translucent = false;               ///< frames go in with their alpha, else laid on white
  std::string rate = {};                  ///< "30" or "100/3": frames a second
  bool carries_texts = false;             ///< title and comment go in as descriptor 3
  std::vector<std::string> outputs = {};  ///< its arguments after the input
};

/// Frames into an ffmpeg.
class FrameEncoder {
 public:
  /// Starts it. Throws Error.
  FrameEncoder(std::filesystem::path target, const FilmFormat& format, const Encoding& encoding,
               Watch watch);
  void write(const Image& frame);
  /// After all frames: waits until it has written all. Throws Error, Cancelled.
  void finish();

 private:
  void wait_for_its_end();

  std::filesystem::path m_target;
  FilmFormat m_format;
  bool m_even_size, m_translucent;
  Watch m_watch;
  PipedProgram m_program;
  std::vector<std::byte> m_pixels;
  int m_n_written = 0;
};

/// The file that is written before it has its name. Where the target is a pipe or a device, which
/// no encoder can go back in, it lies in the system's folder for such files.
class FilmFile {
 public:
  explicit FilmFile(const std::filesystem::path& target);
  /// "file:…": a name that ffmpeg takes for nothing else.
  [[nodiscard]] std::string argument() const;
  [[nodiscard]] const std::filesystem::path& path() const { return m_unfinished->path(); }
  /// Throws FilmTooLarge where it has more than `most_bytes` with `n_more` of them to come; 0: any.
  void check_size(std::uint64_t most_bytes, std::uint64_t n_more = 0) const;
  /// Gives it its name. `head` is put in after the first `n_before` bytes, where there is any.
  void commit(std::size_t n_before = 0, const std::string& head = {});

 private:
  std::filesystem::path m_target;
  bool m_to_stream = false;
  std::optional<UnfinishedFile> m_unfinished;
};

/// Arguments that hold no spaces, from one text.
std::vector<std::string> words(std::string_view text);
/// One list after the other.
std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists);
/// One of three by the format's quality.
const char* by_quality(const FilmFormat& format, const char* draft, const char* high,
                       const char* best);
/// What comes first in every call, before the inputs.
std::vector<std::string> first_arguments();
/// How long a frame of a GIF lasts that comes nearest to the rate, in 1/100 s.
int hundredths_of(double fps);

}  // namespace baryscope
