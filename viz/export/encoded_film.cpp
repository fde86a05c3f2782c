#include "viz/export/encoded_film.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "viz/export/ffmpeg.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

int even(int side, bool wanted) { return side + (wanted ? side % 2 : 0); }

/// In ffmpeg's own format of metadata, whose signs are told by a backslash.
std::string metadata_text(const FilmFormat& format) {
  std::string text = ";FFMETADATA1\n";
  const auto add = [&text](const std::string& key, const std::string& value) {
    text += key + "=";
    for (const char c : value) {
      if (c == '=' || c == ';' || c == '#' || c == '\\' || c == '\n') {
        text += '\\';
      }
      text += c;
    }
    text += '\n';
  };
  std::string title = format.title, comment;
  for (const auto& [keyword, value] : format.texts) {
    BARYSCOPE_CHECK(value.find('\0') == std::string::npos);
    if (keyword == "Title") {
      title = title.empty() ? value : title;
    } else if (keyword == "Software") {
      add("encoding_tool", value);
    } else {
      comment += (comment.empty() ? "" : "\n") + value;
    }
  }
  for (const auto& [key, value] : {std::pair("title", title), std::pair("comment", comment)}) {
    if (!value.empty()) {
      add(key, value);
    }
  }
  return text;
}

std::vector<std::string> arguments(const FilmFormat& format, const Encoding& encoding) {
  const auto side = [&encoding](int pixels) {
    return to_text(static_cast<std::int64_t>(even(pixels, encoding.even_size)));
  };
  std::vector<std::string> all = joined({first_arguments(),
                                         words("-f rawvideo -pixel_format"),
                                         {encoding.translucent ? "rgba" : "rgb24", "-video_size",
                                          side(format.width) + "x" + side(format.height),
                                          "-framerate", encoding.rate, "-i", "pipe:0"}});
  if (encoding.carries_texts) {
    all = joined({all, words("-f ffmetadata -i pipe:3 -map 0:v -map_metadata 1")});
  }
  return joined({all, encoding.outputs});
}

/// Three bytes a pixel, what is translucent laid on white; the last pixel is repeated up to `wide`.
void put_row(const std::uint8_t* from, std::size_t width, std::size_t wide, std::byte* to) {
  for (std::size_t x = 0; x < wide; ++x, to += 3) {
    const std::uint8_t* pixel = from + 4 * std::min(x, width - 1);
    const int alpha = pixel[3], white = 255 * (255 - alpha) + 127;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      to[channel] = static_cast<std::byte>((pixel[channel] * alpha + white) / 255);
    }
  }
}

}  // namespace

FrameEncoder::FrameEncoder(fs::path target, const FilmFormat& format, const Encoding& encoding,
                           Watch watch)
    : m_target(std::move(target)),
      m_format(format),
      m_even_size(encoding.even_size),
      m_translucent(encoding.translucent),
      m_watch(std::move(watch)),
      m_program(ffmpeg_program(), arguments(format, encoding),
                encoding.carries_texts ? metadata_text(format) : "") {}

void FrameEncoder::write(const Image& frame) {
  BARYSCOPE_CHECK(frame.width == m_format.width && frame.height == m_format.height);
  BARYSCOPE_CHECK(frame.rgba.size() == 4 * static_cast<std::size_t>(frame.width) *
                                           static_cast<std::size_t>(frame.height));
  BARYSCOPE_CHECK(m_n_written < m_format.n_frames);
  BARYSCOPE_CHECK(!m_translucent || !m_even_size);
  const auto width = static_cast<std::size_t>(frame.width);
  const auto height = static_cast<std::size_t>(frame.height);
  const auto wide = static_cast<std::size_t>(even(frame.width, m_even_size));
  const auto high = static_cast<std::size_t>(even(frame.height, m_even_size));
  const std::size_t n_channels = m_translucent ? 4 : 3;
  m_pixels.resize(wide * high * n_channels);
  for (std::size_t y = 0; y < high; ++y) {
    const std::uint8_t* row = &frame.rgba[4 * width * std::min(y, height - 1)];
    std::byte* to = &m_pixels[y * wide * n_channels];
    if (m_translucent) {
      std::memcpy(to, row, 4 * width);
    } else {
      put_row(row, width, wide, to);
    }
  }
  if (!m_program.write(m_pixels, m_watch)) {
    wait_for_its_end();
    throw Error("cannot write " + m_target.string() + ": ffmpeg took " +
                to_text(static_cast<std::int64_t>(m_n_written)) + " of " +
                to_text(static_cast<std::int64_t>(m_format.n_frames)) + " frames and ended; " +
                instead_of_ffmpeg(m_target));
  }
  ++m_n_written;
}

void FrameEncoder::finish() {
  BARYSCOPE_CHECK(m_n_written == m_format.n_frames);
  wait_for_its_end();
  if (!m_program.read_all()) {
    throw Error("cannot write " + m_target.string() + ": ffmpeg took fewer than " +
                to_text(static_cast<std::int64_t>(m_n_written)) + " frames and ended; " +
                instead_of_ffmpeg(m_target));
  }
}

void FrameEncoder::wait_for_its_end() {
  constexpr std::chrono::hours k_any_time{1000};
  m_program.finish(m_watch, k_any_time);
  if (!m_program.succeeded()) {
    fail_encoding(m_target, m_program);
  }
}

FilmFile::FilmFile(const fs::path& target) : m_target(target), m_to_stream(is_stream(target)) {
  if (m_to_stream) {
    m_unfinished.emplace(fs::temp_directory_path() / target.filename());
    return;
  }
  // A link keeps pointing where it points: the file behind it is replaced.
  m_target = behind_links(target);
  m_unfinished.emplace(m_target);
}

std::string FilmFile::argument() const { return "file:" + m_unfinished->path().string(); }

void FilmFile::check_size(std::uint64_t most_bytes, std::uint64_t n_more) const {
  const std::uint64_t n_bytes = fs::file_size(m_unfinished->path()) + n_more;
  if (most_bytes > 0 && n_bytes > most_bytes) {
    throw FilmTooLarge(m_target, n_bytes, most_bytes);
  }
}

void FilmFile::commit(std::size_t n_before, const std::string& head) {
  if (!m_to_stream && head.empty()) {
    m_unfinished->commit();
    return;
  }
  std::ifstream from(m_unfinished->path(), std::ios::binary);
  AtomicFile to(m_target);
  std::vector<char> some(std::size_t{1} << 20U);
  const auto copy = [&](std::size_t n_bytes) {
    from.read(some.data(), static_cast<std::streamsize>(n_bytes));
    to.write({some.data(), static_cast<std::size_t>(from.gcount())});
  };
  copy(n_before);
  to.write(head);
  while (from) {
    copy(some.size());
  }
  if (!from.eof()) {
    fail_to_write(m_target, "read what was encoded", EIO);
  }
  to.commit();
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> all;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    all.emplace_back(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return all;
}

std::vector<std::string> joined(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const std::vector<std::string>& list : lists) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

const char* by_quality(const FilmFormat& format, const char* draft, const char* high,
                       const char* best) {
  return format.quality == "draft" ? draft : format.quality == "best" ? best : high;
}

std::vector<std::string> first_arguments() {
  return words("-hide_banner -nostdin -loglevel error -xerror -y");
}

int hundredths_of(double fps) {
  constexpr int k_least = 2, k_most = 65535;  // what shows a GIF takes less for ten
  return static_cast<int>(std::clamp(std::lround(100 / fps), long{k_least}, long{k_most}));
}

}  // namespace baryscope
