// What comes out of a film, by ffprobe and by decoding it again.
#include "viz/export/film.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "tests/support/error_message.h"
#include "tests/support/image_similarity.h"
#include "tests/viz/export/film_support.h"
#include "viz/export/png.h"

namespace baryscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

class Film : public FilmTest {};

double number_of(const std::string& text) { return find_number(text).value_or(NAN); }

TEST_F(Film, HasTheFramesSizeColoursAndDuration) {
  for (const char* name : {"a.mp4", "a.webm"}) {
    for (const double fps : {24.0, 25.0, 30.0}) {
      write_film(file(name), format_of(160, 90, 20, fps));
      auto told = probe(file(name));
      SCOPED_TRACE(std::string(name) + " " + to_text(fps));
      EXPECT_EQ(told["nb_read_frames"], "20");
      EXPECT_EQ(told["width"], "160");
      EXPECT_EQ(told["height"], "90");
      EXPECT_EQ(told["pix_fmt"], "yuv420p");
      EXPECT_EQ(told["color_range"], "tv");
      EXPECT_EQ(told["color_space"], "bt709");
      EXPECT_EQ(told["color_transfer"], "bt709");
      EXPECT_EQ(told["color_primaries"], "bt709");
      EXPECT_EQ(told["r_frame_rate"], to_text(fps) + "/1");
      EXPECT_NEAR(number_of(told["duration"]), 20 / fps, 0.002);
    }
  }
  EXPECT_EQ(names(), (std::vector<std::string>{"a.mp4", "a.webm"}));
}

TEST_F(Film, AnMp4BeginsToPlayBeforeItIsWholeAndCarriesItsTexts) {
  FilmFormat format = format_of(64, 48, 5);
  const std::string session =
      "{\"λ\":0.8,\n \"text\":\"a=b; #c \\\\ ü\"}" + std::string(300000, ' ') + "x";
  format.texts = {
      {"Title", "“bakery” reads"}, {"Software", "Baryscope"}, {"baryscope.session", session}};
  for (const char* name : {"a.mp4", "a.webm"}) {
    write_film(file(name), format);
    SCOPED_TRACE(name);
    const std::string title = run({"ffprobe", "-v", "error", "-show_entries", "format_tags=title",
                                   "-of", "default=nw=1:nk=1", file(name).string()});
    EXPECT_EQ(title, "“bakery” reads\n");
    // The name of a tag is in capitals in one of them.
    const std::string all = run({"ffprobe", "-v", "error", "-show_format", "-of",
                                 "default=nw=1:nk=1", file(name).string()});
    EXPECT_THAT(all, HasSubstr(session));
  }
  std::ifstream stream(file("a.mp4"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_LT(bytes.find("moov"), bytes.find("mdat"));
}

TEST_F(Film, OddSizesArePaddedByTheEdgeAndSaid) {
  for (const char* name : {"a.mp4", "a.webm"}) {
    FilmFormat format = format_of(63, 45, 3);
    EXPECT_THAT(check_film(file(name), format),
                Contains(HasSubstr("the film is 64x46: frames of 63x45 are padded by a pixel")));
    EXPECT_EQ(format.width, 63);
    Image frame{63, 45, {}};
    for (int i = 0; i < 63 * 45; ++i) {
      frame.rgba.insert(frame.rgba.end(), {40, 90, 200, 255});
    }
    const auto sink = make_frame_sink(file(name), format);
    for (int i = 0; i < 3; ++i) sink->write(frame);
    sink->finish();
    auto told = probe(file(name));
    EXPECT_EQ(told["width"] + "x" + told["height"], "64x46");
    const Image last = decode(file(name), 64, 46).back();
    for (const std::size_t at : {last.rgba.size() - 4, std::size_t{4} * 63}) {
      EXPECT_NEAR(last.rgba[at], 40, 4);
      EXPECT_NEAR(last.rgba[at + 1], 90, 4);
      EXPECT_NEAR(last.rgba[at + 2], 200, 4);
    }
  }
  FilmFormat smallest = format_of(1, 1, 1);
  write_film(file("one.mp4"), smallest);
  EXPECT_EQ(probe(file("one.mp4"))["nb_read_frames"], "1");
}

TEST_F(Film, DecodedFramesLookLikeTheGivenOnes) {
  for (const char* name : {"a.mp4", "a.webm"}) {
    const FilmFormat format = format_of(320, 200, 12);
    write_film(file(name), format);
    const std::vector<Image> frames = decode(file(name), 320, 200);
    ASSERT_EQ(frames.size(), 12u);
    VideoSimilarity worst;
    for (int i = 0; i < 12; i += 3) {
      const VideoSimilarity same = video_similarity(frames[i], picture_frame(320, 200, i, 12));
      worst.luma = std::min(worst.luma, same.luma);
      worst.chroma = std::min(worst.chroma, same.chroma);
    }
    SCOPED_TRACE(name);
    std::printf("%s: SSIM of luma %s, of chroma %s\n", name, to_text(worst.luma, 4).c_str(),
                to_text(worst.chroma, 4).c_str());
    EXPECT_GT(worst.luma, 0.98);
    EXPECT_GT(worst.chroma, 0.95);
    // The frame before is another one: the order is kept.
    EXPECT_LT(video_similarity(frames[1], picture_frame(320, 200, 0, 12)).luma, worst.luma);
  }
}

TEST_F(Film, BetterQualitiesAreLargerAndCloser) {
  for (const char* ending : {".mp4", ".webm"}) {
    double luma = 0;
    std::uintmax_t n_bytes = 0;
    for (const char* quality : {"draft", "high", "best"}) {
      FilmFormat format = format_of(160, 100, 8);
      format.quality = quality;
      write_film(file(quality + std::string(ending)), format);
      const auto path = file(quality + std::string(ending));
      const double now =
          video_similarity(decode(path, 160, 100)[4], picture_frame(160, 100, 4, 8)).luma;
      EXPECT_GT(now, luma) << path;
      EXPECT_GT(std::filesystem::file_size(path), n_bytes) << path;
      luma = now;
      n_bytes = std::filesystem::file_size(path);
    }
  }
}

TEST_F(Film, TranslucentFramesLieOnWhite) {
  const Image frame{16, 16, std::vector<std::uint8_t>(4U * 16 * 16, 0)};
  const auto sink = make_frame_sink(file("a.mp4"), format_of(16, 16, 1));
  sink->write(frame);
  sink->finish();
  EXPECT_GT(decode(file("a.mp4"), 16, 16)[0].rgba[0], 250);
}

TEST_F(Film, TheSameFramesGiveTheSameBytes) {
  for (const char* ending : {".mp4", ".webm", ".gif", ".apng"}) {
    write_film(file(std::string("a") + ending), format_of(64, 48, 6));
    write_film(file(std::string("b") + ending), format_of(64, 48, 6));
    EXPECT_NO_FATAL_FAILURE(run({"cmp", file(std::string("a") + ending).string(),
                                 file(std::string("b") + ending).string()}));
  }
}

TEST_F(Film, NamesThatLookLikeSomethingElseAreFiles) {
  for (const char* name : {"-y.mp4", "http:x.mp4", "a b %03d 'c'.gif", "ü: “x”.webm"}) {
    const auto here = std::filesystem::current_path();
    std::filesystem::current_path(m_folder);
    write_film(name, format_of(32, 32, 2));
    std::filesystem::current_path(here);
    EXPECT_THAT(names(), Contains(name));
  }
  EXPECT_EQ(names().size(), 4u);
}

TEST_F(Film, ALinkKeepsPointing) {
  std::filesystem::create_symlink("behind.mp4", file("link.mp4"));
  write_film(file("link.mp4"), format_of(32, 32, 2));
  EXPECT_TRUE(std::filesystem::is_symlink(file("link.mp4")));
  EXPECT_EQ(probe(file("behind.mp4"))["nb_read_frames"], "2");
}

}  // namespace
}  // namespace baryscope::test
