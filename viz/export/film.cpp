#include "viz/export/film.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/number_text.h"
#include "core/base/unfinished_file.h"
#include "viz/export/encoded_film.h"
#include "viz/export/ffmpeg.h"
#include "viz/export/film_coder.h"
#include "viz/export/frame_pattern.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

constexpr std::array k_qualities{"draft", "high", "best"};
constexpr double k_least_fps = 0.01, k_most_fps = 1000;

std::string number(std::int64_t value) { return to_text(value); }

const Exporter& film_row(const fs::path& target) {
  const std::string name = target.filename().string();
  check_frame_pattern(name);
  const Exporter* row = find_exporter(name);
  if (row == nullptr || row->film == nullptr) {
    std::string known;
    for (const Exporter& each : exporters()) {
      known += each.film == nullptr ? "" : (known.empty() ? "" : ", ") + each.ending;
    }
    throw UsageError("--output " + target.string() +
                     ": no film is written under this name; expected one that ends in " + known);
  }
  return *row;
}

void check_numbers(const fs::path& target, const FilmCoder& coder, const FilmFormat& format) {
  const std::string output = "--output " + target.string() + ": ";
  if (!(format.fps >= k_least_fps && format.fps <= k_most_fps)) {
    throw UsageError(output + "a film of " + to_text(format.fps) +
                     " frames a second cannot be written; expected 0.01 to 1000");
  }
  if (format.n_frames < 1) {
    throw UsageError(output + "a film of no frames cannot be written; make it last longer");
  }
  if (std::find(k_qualities.begin(), k_qualities.end(), format.quality) == k_qualities.end()) {
    throw UsageError(output + "the quality '" + format.quality +
                     "' is not known; expected draft, high or best");
  }
  BARYSCOPE_CHECK(format.width > 0 && format.height > 0);
  if (std::max(format.width, format.height) > coder.most_pixels_a_side) {
    throw UsageError(output + "frames of " + number(format.width) + "x" + number(format.height) +
                     " are too large for this format, which takes " +
                     number(coder.most_pixels_a_side) + " pixels a side; lower --size or --scale");
  }
}

/// The encoders that films use, of those that `program` has.
std::vector<std::string> known_encoders(const fs::path& program) {
  const std::vector<std::string> all = ffmpeg_encoders(program);
  std::vector<std::string> known;
  for (const Exporter& row : exporters()) {
    if (row.film == nullptr) {
      continue;
    }
    for (const std::string& encoder : row.film->encoders) {
      if (std::find(all.begin(), all.end(), encoder) != all.end()) {
        known.push_back(encoder);
      }
    }
  }
  return known;
}

void check_encoders(const fs::path& target, const FilmCoder& coder) {
  if (coder.encoders.empty()) {
    return;
  }
  fs::path program;
  std::vector<std::string> known;
  try {
    program = ffmpeg_program();
    known = known_encoders(program);
  } catch (const Error& error) {
    throw Error("cannot write " + target.string() + ": " + error.what() + "; " +
                instead_of_ffmpeg(target));
  }
  for (const std::string& encoder : coder.encoders) {
    if (std::find(known.begin(), known.end(), encoder) != known.end()) {
      continue;
    }
    std::string others;
    for (const Exporter& row : exporters()) {
      const bool writes =
          row.film != nullptr && !row.film->encoders.empty() &&
          std::all_of(row.film->encoders.begin(), row.film->encoders.end(),
                      [&known](const std::string& each) {
                        return std::find(known.begin(), known.end(), each) != known.end();
                      });
      others += writes ? (others.empty() ? "" : ", ") + row.ending + " (" +
                             row.film->encoders.front() + ")"
                       : "";
    }
    throw Error("cannot write " + target.string() + ": " + program.string() + " has no encoder " +
                encoder + "; it can write " + (others.empty() ? "none of the films" : others) +
                "; install an ffmpeg with " + encoder + " or name it in BARYSCOPE_FFMPEG; " +
                instead_of_ffmpeg(target));
  }
}

std::string rounded_rate(FilmFormat& format) {
  const int hundredths = hundredths_of(format.fps);
  const double fps = 100.0 / hundredths;
  if (std::abs(fps - format.fps) < 1e-9 * fps) {
    return {};
  }
  const double before = format.fps;
  format.n_frames = static_cast<int>(std::max(1L, std::lround(format.n_frames / before * fps)));
  format.fps = fps;
  return to_text(before) + " frames a second became " + to_text(fps, hundredths % 4 == 0 ? 0 : 2) +
         ": a GIF shows each for a whole number of hundredths of a second, here " +
         number(hundredths);
}

}  // namespace

FilmTooLarge::FilmTooLarge(const fs::path& target, std::uint64_t bytes, std::uint64_t most)
    : Error(target.string() + " was not written: the film has " +
            number(static_cast<std::int64_t>(bytes)) + " bytes, and at most " +
            number(static_cast<std::int64_t>(most)) +
            " are wanted; make it smaller, shorter or of fewer frames a second"),
      n_bytes(bytes) {}

std::vector<std::string> check_film(const fs::path& target, FilmFormat& format) {
  const FilmCoder& coder = *film_row(target).film;
  check_numbers(target, coder, format);
  const bool pictures = is_frame_pattern(target.filename().string());
  check_target(pictures ? frame_path(target, 0) : target);
  check_encoders(target, coder);
  std::vector<std::string> notes;
  if (coder.even_size && (format.width % 2 != 0 || format.height % 2 != 0)) {
    notes.push_back("the film is " + number(format.width + format.width % 2) + "x" +
                    number(format.height + format.height % 2) + ": frames of " +
                    number(format.width) + "x" + number(format.height) +
                    " are padded by a pixel, since this format takes even sizes");
  }
  if (coder.in_hundredths) {
    if (const std::string note = rounded_rate(format); !note.empty()) {
      notes.push_back(note);
    }
  }
  std::error_code ignored;
  if (pictures && fs::exists(frame_path(target, format.n_frames), ignored)) {
    notes.push_back(frame_path(target, format.n_frames).string() +
                    " and what follows is of a longer film and stays as it is");
  }
  return notes;
}

std::unique_ptr<FrameSink> make_frame_sink(const fs::path& target, const FilmFormat& format,
                                           const Watch& watch) {
  FilmFormat checked = format;
  check_film(target, checked);
  remove_leftovers(target);
  checked.n_frames = format.n_frames;
  return film_row(target).film->make(target, checked, watch);
}

FilmEncoders film_encoders() {
  FilmEncoders found;
  try {
    found.program = ffmpeg_program();
    found.version = ffmpeg_version(found.program);
    found.encoders = known_encoders(found.program);
  } catch (const Error& error) {
    found.problem = error.what();
  }
  return found;
}

}  // namespace baryscope
