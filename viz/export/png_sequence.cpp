// A film as pictures: all of them are written into a folder beside, and get their names once the
// last one is there. A film that fails or is cancelled so leaves an earlier one as it was.
#include <cerrno>
#include <cstdio>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unfinished_file.h"
#include "viz/export/film.h"
#include "viz/export/film_coder.h"
#include "viz/export/frame_pattern.h"
#include "viz/export/png.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// Frames that have got their names; those that stood for nothing before are taken back where not
/// all of them can be named.
class NamedFrames {
 public:
  NamedFrames() = default;
  NamedFrames(const NamedFrames&) = delete;
  NamedFrames& operator=(const NamedFrames&) = delete;
  ~NamedFrames() {
    std::error_code ignored;
    for (const fs::path& frame : m_new) {
      fs::remove(frame, ignored);
    }
  }
  void name(const fs::path& written, const fs::path& frame) {
    std::error_code ignored;
    const bool is_new = !fs::exists(fs::symlink_status(frame, ignored));
    if (std::rename(written.c_str(), frame.c_str()) != 0) {
      fail_to_write(frame, "rename the finished picture to it", errno);
    }
    if (is_new) {
      m_new.push_back(frame);
    }
  }
  void keep() { m_new.clear(); }

 private:
  std::vector<fs::path> m_new;
};

class PngSequence : public FrameSink {
 public:
  PngSequence(fs::path pattern, const FilmFormat& format, Watch watch)
      : m_pattern(std::move(pattern)),
        m_format(format),
        m_watch(std::move(watch)),
        m_folder(m_pattern, UnfinishedFile::Kind::folder) {}

  void write(const Image& frame) override {
    BARYSCOPE_CHECK(frame.width == m_format.width && frame.height == m_format.height);
    BARYSCOPE_CHECK(m_n_written < m_format.n_frames);
    m_watch.check();
    const fs::path target = frame_path(m_pattern, m_n_written);
    const fs::path unfinished = m_folder.path() / target.filename();
    try {
      write_file(unfinished, to_png(frame, m_format.texts));
    } catch (const Error& error) {
      std::string message = error.what();
      if (const auto at = message.find(unfinished.string()); at != std::string::npos) {
        message.replace(at, unfinished.string().size(), target.string());
      }
      throw Error(message);
    }
    ++m_n_written;
  }

  void finish() override {
    BARYSCOPE_CHECK(m_n_written == m_format.n_frames);
    m_watch.check();
    for (int i = 0; i < m_n_written; ++i) {
      const fs::path target = frame_path(m_pattern, i);
      check_target(target);
      if (is_stream(target)) {
        throw Error("cannot write " + target.string() + ": it is a pipe or a device; name a file");
      }
    }
    NamedFrames named;
    for (int i = 0; i < m_n_written; ++i) {
      const fs::path target = frame_path(m_pattern, i);
      named.name(m_folder.path() / target.filename(), target);
    }
    named.keep();
  }

 private:
  fs::path m_pattern;
  FilmFormat m_format;
  Watch m_watch;
  UnfinishedFile m_folder;
  int m_n_written = 0;
};

std::unique_ptr<FrameSink> make_png_sequence(const fs::path& target, const FilmFormat& format,
                                             const Watch& watch) {
  return std::make_unique<PngSequence>(target, format, watch);
}

}  // namespace

const FilmCoder png_sequence = {
    .most_pixels_a_side = 65535,
    .make = make_png_sequence,
};

}  // namespace baryscope
