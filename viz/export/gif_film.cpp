#include <cstdint>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/base/unfinished_file.h"
#include "viz/export/encoded_film.h"
#include "viz/export/ffmpeg.h"
#include "viz/export/film.h"
#include "viz/export/film_coder.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

/// A GIF knows its colours before its first frame, and these are known after the last. So frames
/// are kept without loss in a file while their colours are counted, and go through ffmpeg again.
class GifFilm : public FrameSink {
 public:
  GifFilm(const fs::path& target, const FilmFormat& format, const Watch& watch)
      : m_target(target),
        m_format(format),
        m_watch(watch),
        m_file(target),
        m_kept(m_file.path()),
        m_palette(m_file.path()),
        m_rate("100/" + to_text(static_cast<std::int64_t>(hundredths_of(format.fps)))),
        m_encoder(target, format, counting(), watch) {}

  void write(const Image& frame) override { m_encoder.write(frame); }

  void finish() override {
    m_encoder.finish();
    PipedProgram again(ffmpeg_program(), painting());
    std::ifstream kept(m_kept.path(), std::ios::binary);
    std::vector<char> some(std::size_t{1} << 20U);
    while (kept) {
      kept.read(some.data(), static_cast<std::streamsize>(some.size()));
      const auto n_bytes = static_cast<std::size_t>(kept.gcount());
      if (!again.write(std::as_bytes(std::span(some.data(), n_bytes)), m_watch)) {
        break;
      }
    }
    again.finish(m_watch);
    if (!again.succeeded() || !again.read_all()) {
      fail_encoding(m_target, again);
    }
    m_file.check_size(m_format.most_bytes);
    m_file.commit();
  }

 private:
  [[nodiscard]] Encoding counting() const {
    const std::string colors = by_quality(m_format, "64", "128", "256");
    return {.rate = m_rate,
            .outputs = joined(
                {words("-filter_complex [0:v]split[kept][counted];[counted]palettegen=max_colors=" +
                       colors + "[palette]"),
                 words("-map [kept] -c:v ffv1 -level 3 -coder 0 -context 0 -g 1 -slices 4 "
                       "-pix_fmt bgr0 -f nut"),
                 {"file:" + m_kept.path().string()},
                 words("-map [palette] -c:v rawvideo -pix_fmt rgba -f rawvideo"),
                 {"file:" + m_palette.path().string()}})};
  }

  [[nodiscard]] std::vector<std::string> painting() const {
    // Without dots a film is smallest; diffusion hides the steps of gradients and costs a tenth.
    const std::string dither = by_quality(m_format, "none", "sierra2_4a", "sierra2_4a");
    return joined({first_arguments(),
                   words("-f nut -i pipe:0 -f rawvideo -pixel_format rgba -video_size 16x16 -i"),
                   {"file:" + m_palette.path().string()},
                   words("-filter_complex [0:v][1:v]paletteuse=dither=" + dither +
                         ":diff_mode=rectangle -fflags +bitexact -f gif -loop"),
                   {m_format.loops ? "0" : "-1", m_file.argument()}});
  }

  fs::path m_target;
  FilmFormat m_format;
  Watch m_watch;
  FilmFile m_file;
  UnfinishedFile m_kept, m_palette;
  std::string m_rate;
  FrameEncoder m_encoder;
};

std::unique_ptr<FrameSink> make_gif(const fs::path& target, const FilmFormat& format,
                                    const Watch& watch) {
  return std::make_unique<GifFilm>(target, format, watch);
}

}  // namespace

const FilmCoder gif_film = {.encoders = {"gif", "ffv1"},
                            .in_hundredths = true,
                            .most_pixels_a_side = 65535,
                            .make = make_gif};

}  // namespace baryscope
