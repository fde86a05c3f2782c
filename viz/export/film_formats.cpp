// The films that go through ffmpeg once: what it is told for each, and at each quality.
#include <array>
#include <cstdio>
#include <fstream>
#include <string_view>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "viz/export/encoded_film.h"
#include "viz/export/ffmpeg.h"
#include "viz/export/film.h"
#include "viz/export/film_coder.h"
#include "viz/export/png.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

/// Colours are converted to what the tags say: BT.709, 16…235, four pixels a colour.
Arguments bt709() {
  return words(
      "-vf scale=in_range=full:out_range=limited:out_color_matrix=bt709:"
      "flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp+bitexact,format=yuv420p "
      "-pix_fmt yuv420p -color_primaries bt709 -color_trc bt709 -colorspace bt709 -color_range tv "
      "-chroma_sample_location left -fflags +bitexact -flags:v +bitexact");
}

/// Frames that become a film in one go.
class OnePassFilm : public FrameSink {
 public:
  using Head = std::string (*)(const FilmFormat&);

  /// `head` and `n_before` as of FilmFile::commit().
  OnePassFilm(const fs::path& target, const FilmFormat& format, Encoding encoding,
              const std::string& container, const Watch& watch, std::size_t n_before = 0,
              std::string head = {})
      : m_file(target),
        m_encoder(target, format, with_output(std::move(encoding), container), watch),
        m_n_before(n_before),
        m_head(std::move(head)),
        m_most_bytes(format.most_bytes) {}

  void write(const Image& frame) override { m_encoder.write(frame); }
  void finish() override {
    m_encoder.finish();
    m_file.check_size(m_most_bytes, m_head.size());
    m_file.commit(m_n_before, m_head);
  }

 private:
  Encoding with_output(Encoding encoding, const std::string& container) const {
    encoding.outputs.insert(encoding.outputs.end(), {"-f", container, m_file.argument()});
    return encoding;
  }

  FilmFile m_file;
  FrameEncoder m_encoder;
  std::size_t m_n_before;
  std::string m_head;
  std::uint64_t m_most_bytes;
};

std::unique_ptr<FrameSink> make_h264(const fs::path& target, const FilmFormat& format,
                                     const Watch& watch) {
  Encoding encoding{.even_size = true, .rate = to_text(format.fps), .carries_texts = true};
  encoding.outputs = joined({bt709(),
                             words("-c:v libx264 -movflags +faststart -preset"),
                             {by_quality(format, "veryfast", "medium", "slow"), "-crf",
                              by_quality(format, "28", "20", "14")}});
  return std::make_unique<OnePassFilm>(target, format, encoding, "mp4", watch);
}

std::unique_ptr<FrameSink> make_vp9(const fs::path& target, const FilmFormat& format,
                                    const Watch& watch) {
  // VP9's scale ends at 63 where that of H.264 ends at 51; these look like 28, 20 and 14.
  Encoding encoding{.even_size = true, .rate = to_text(format.fps), .carries_texts = true};
  encoding.outputs = joined({bt709(),
                             words("-c:v libvpx-vp9 -b:v 0 -deadline good -row-mt 1 -crf"),
                             {by_quality(format, "40", "28", "16"), "-cpu-used",
                              by_quality(format, "6", "4", "2"), "-tile-columns",
                              format.width >= 1024  ? "2"
                              : format.width >= 512 ? "1"
                                                    : "0"}});
  return std::make_unique<OnePassFilm>(target, format, encoding, "webm", watch);
}

/// The texts as chunks of a PNG file, which an animated one carries as well.
std::string text_chunks(const FilmFormat& format) {
  constexpr std::size_t k_signature = 8, k_around = 12, k_name = 4;
  std::map<std::string, std::string> texts = format.texts;
  if (!format.title.empty()) {
    texts.insert({"Title", format.title});
  }
  const std::string png = to_png(Image{1, 1, {0, 0, 0, 0}}, texts);
  std::string chunks;
  for (std::size_t at = k_signature; at + k_around <= png.size();) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < k_name; ++i) {
      length = (length << 8U) | static_cast<std::uint8_t>(png[at + i]);
    }
    if (std::string_view(png).substr(at + k_name, k_name) == "iTXt") {
      chunks += png.substr(at, length + k_around);
    }
    at += length + k_around;
  }
  return chunks;
}

std::unique_ptr<FrameSink> make_apng(const fs::path& target, const FilmFormat& format,
                                     const Watch& watch) {
  constexpr std::size_t k_signature_and_header = 33;
  Encoding encoding{.translucent = true, .rate = to_text(format.fps)};
  encoding.outputs =
      joined({words("-fflags +bitexact -flags:v +bitexact -c:v apng -plays"),
              {format.loops ? "0" : "1", "-compression_level", by_quality(format, "3", "6", "9")}});
  return std::make_unique<OnePassFilm>(target, format, encoding, "apng", watch,
                                       k_signature_and_header, text_chunks(format));
}

}  // namespace

const FilmCoder h264_film = {
    .encoders = {"libx264"}, .even_size = true, .most_pixels_a_side = 16384, .make = make_h264};
const FilmCoder vp9_film = {
    .encoders = {"libvpx-vp9"}, .even_size = true, .most_pixels_a_side = 16384, .make = make_vp9};
const FilmCoder apng_film = {.encoders = {"apng"}, .most_pixels_a_side = 65535, .make = make_apng};

}  // namespace baryscope
