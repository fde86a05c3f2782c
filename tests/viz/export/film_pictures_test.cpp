// Films that are pictures: GIF, animated PNG, and PNG sequences.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <set>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "tests/support/error_message.h"
#include "tests/support/image_similarity.h"
#include "tests/viz/export/film_support.h"
#include "viz/export/film.h"
#include "viz/export/frame_pattern.h"
#include "viz/export/png.h"

namespace baryscope::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class FilmPictures : public FilmTest {};

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// The delays of a GIF's frames, in 1/100 s, from its graphic control extensions.
std::vector<int> gif_delays(const std::string& bytes) {
  std::vector<int> delays;
  for (std::size_t at = 0;
       (at = bytes.find(std::string("\x21\xF9\x04", 3), at)) != std::string::npos; at += 3) {
    delays.push_back(static_cast<std::uint8_t>(bytes[at + 4]) +
                     256 * static_cast<std::uint8_t>(bytes[at + 5]));
  }
  return delays;
}

TEST_F(FilmPictures, AGifLoopsAndItsFramesLastWholeHundredths) {
  const std::map<double, int> delays{{30, 3}, {24, 4}, {25, 4}, {50, 2}, {60, 2}, {10, 10}};
  for (const auto& [fps, delay] : delays) {
    const int n_frames = static_cast<int>(fps / 2);
    FilmFormat format = format_of(48, 32, n_frames, fps);
    const auto notes = check_film(file("a.gif"), format);
    EXPECT_NEAR(format.fps, 100.0 / delay, 1e-9);
    EXPECT_EQ(format.n_frames, std::lround(n_frames / fps * 100 / delay)) << "it lasts as long";
    if (100 / delay == fps && 100 % delay == 0) {
      EXPECT_THAT(notes, IsEmpty());
    } else {
      EXPECT_THAT(notes, Contains(HasSubstr(to_text(fps) + " frames a second became ")));
    }
    if (delay == 4 || delay == 10) {
      continue;  // the numbers are enough
    }
    write_film(file("a.gif"), format);
    const std::string bytes = bytes_of(file("a.gif"));
    EXPECT_EQ(gif_delays(bytes),
              std::vector<int>(static_cast<std::size_t>(format.n_frames), delay));
    EXPECT_NE(bytes.find("NETSCAPE2.0\x03\x01" + std::string("\0\0", 2)), std::string::npos);
    EXPECT_EQ(probe(file("a.gif"))["nb_read_frames"], std::to_string(format.n_frames));
  }
  FilmFormat once = format_of(48, 32, 3, 25);
  once.loops = false;
  write_film(file("once.gif"), once);
  EXPECT_EQ(bytes_of(file("once.gif")).find("NETSCAPE"), std::string::npos);
  EXPECT_EQ(names(), (std::vector<std::string>{"a.gif", "once.gif"}));
}

TEST_F(FilmPictures, AGifHasItsOwnPalette) {
  for (const auto& [quality, n_colors] : {std::pair("draft", 64), {"high", 128}, {"best", 256}}) {
    FilmFormat format = format_of(200, 120, 4, 25);
    format.quality = quality;
    write_film(file("a.gif"), format);
    const std::vector<Image> frames = decode(file("a.gif"), 200, 120);
    ASSERT_EQ(frames.size(), 4u);
    std::set<std::uint32_t> colors;
    for (const Image& frame : frames) {
      for (std::size_t i = 0; i < frame.rgba.size(); i += 4) {
        colors.insert(frame.rgba[i] << 16U | frame.rgba[i + 1] << 8U | frame.rgba[i + 2]);
      }
    }
    EXPECT_LE(colors.size(), static_cast<std::size_t>(n_colors));
    EXPECT_GT(colors.size(), static_cast<std::size_t>(n_colors) / 3);
    const auto same = video_similarity(frames[2], picture_frame(200, 120, 2, 4));
    EXPECT_GT(same.luma, 0.9) << quality;
    EXPECT_GT(same.chroma, 0.9) << quality;
  }
}

TEST_F(FilmPictures, AnAnimatedPngKeepsEveryPixelAndItsTexts) {
  FilmFormat format = format_of(75, 41, 7, 24);
  format.texts = {{"baryscope.session", "{\"λ\":0.8}"}, {"Title", "a film"}};
  write_film(file("a.apng"), format);
  const std::vector<Image> frames = decode(file("a.apng"), 75, 41);
  ASSERT_EQ(frames.size(), 7u);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(frames[i].rgba, picture_frame(75, 41, i, 7).rgba) << i;
  }
  EXPECT_EQ(probe(file("a.apng"))["r_frame_rate"], "24/1");
  std::map<std::string, std::string> texts;
  EXPECT_EQ(load_png(file("a.apng"), &texts).rgba, frames[0].rgba);
  EXPECT_EQ(texts, format.texts);
  const std::string bytes = bytes_of(file("a.apng"));
  const std::size_t control = bytes.find("acTL");
  EXPECT_EQ(bytes.substr(control + 4, 8), std::string("\0\0\0\7\0\0\0\0", 8))
      << "7 frames, endless";
  // fcTL: sequence, width, height, x, y, then the delay as a fraction.
  int n_delays = 0;
  for (std::size_t at = 0; (at = bytes.find("fcTL", at)) != std::string::npos; at += 4) {
    const auto two = [&](std::size_t where) {
      return 256 * static_cast<std::uint8_t>(bytes[where]) +
             static_cast<std::uint8_t>(bytes[where + 1]);
    };
    EXPECT_NEAR(static_cast<double>(two(at + 24)) / two(at + 26), 1.0 / 24, 1e-6) << n_delays;
    ++n_delays;
  }
  EXPECT_EQ(n_delays, 7);
}

TEST_F(FilmPictures, AnAnimatedPngKeepsTranslucency) {
  Image frame = picture_frame(20, 20, 0, 1);
  for (std::size_t i = 3; i < frame.rgba.size(); i += 4) {
    frame.rgba[i] = static_cast<std::uint8_t>(i % 256);
  }
  FilmFormat format = format_of(20, 20, 2);
  format.loops = false;
  const auto sink = make_frame_sink(file("a.apng"), format);
  sink->write(frame);
  sink->write(picture_frame(20, 20, 1, 4));
  sink->finish();
  EXPECT_EQ(decode(file("a.apng"), 20, 20)[0].rgba, frame.rgba);
  const std::string bytes = bytes_of(file("a.apng"));
  EXPECT_EQ(bytes.substr(bytes.find("acTL") + 8, 4), std::string("\0\0\0\1", 4)) << "once";
}

TEST_F(FilmPictures, ASequenceIsThereAtOnceAndWhole) {
  const FilmFormat format = format_of(20, 10, 11);
  const auto pattern = file("turn-{frame:02}.png");
  {
    const auto sink = make_frame_sink(pattern, format);
    for (int i = 0; i < 11; ++i) {
      sink->write(picture_frame(20, 10, i, 11));
      EXPECT_FALSE(std::filesystem::exists(file("turn-00.png")));
    }
    EXPECT_EQ(names().size(), 1u) << "the folder of what is unfinished";
    sink->finish();
  }
  ASSERT_EQ(names().size(), 11u);
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(load_png(frame_path(pattern, i)).rgba, picture_frame(20, 10, i, 11).rgba);
  }
  EXPECT_TRUE(std::filesystem::exists(file("turn-10.png")));
}

TEST_F(FilmPictures, ASequenceThatIsNotFinishedLeavesAnEarlierOneAsItWas) {
  const auto pattern = file("{frame}.png");
  write_film(pattern, format_of(8, 8, 3));
  const std::string before = bytes_of(file("1.png"));
  {
    const auto sink = make_frame_sink(pattern, format_of(9, 9, 5));
    for (int i = 0; i < 4; ++i) sink->write(picture_frame(9, 9, i, 5));
  }
  EXPECT_EQ(names(), (std::vector<std::string>{"0.png", "1.png", "2.png"}));
  EXPECT_EQ(bytes_of(file("1.png")), before);
  FilmFormat shorter = format_of(8, 8, 2);
  EXPECT_THAT(check_film(pattern, shorter),
              Contains(HasSubstr("2.png and what follows is of a longer")));
  // A frame that cannot get its name: none is replaced.
  std::filesystem::create_directory(file("3.png"));
  const auto sink = make_frame_sink(pattern, format_of(9, 9, 5));
  for (int i = 0; i < 5; ++i) sink->write(picture_frame(9, 9, i, 5));
  EXPECT_THAT(message_of([&] { sink->finish(); }), HasSubstr("3.png: it is a folder"));
  EXPECT_EQ(bytes_of(file("1.png")), before);
  EXPECT_FALSE(std::filesystem::exists(file("4.png")));
}

TEST_F(FilmPictures, NamesOfSequences) {
  EXPECT_TRUE(is_frame_pattern("a{frame}.png"));
  EXPECT_TRUE(is_frame_pattern("{frame:04}.png"));
  for (const char* name : {"a.png", "a{frame}.gif", "a{frame:4}.png", "a{Frame}.png",
                           "{frame}{frame}.png", "a{frame.png", "{frame:00}.png", "{b}.png", ""}) {
    EXPECT_FALSE(is_frame_pattern(name)) << name;
  }
  EXPECT_EQ(frame_path("x/{frame}/t{frame:04}.png", 17), "x/{frame}/t0017.png");
  EXPECT_EQ(frame_path("t{frame:02}.png", 1234), "t1234.png");
  EXPECT_EQ(frame_path("{b}{frame}.png", 0), "{b}0.png");
  for (const char* name :
       {"a{frame:4}.png", "a{Frame}.png", "a{frames}.png", "a{}.png", "a{:03}.png",
        "{frame}{frame:02}.png", "a{frame}.mp4", "{frame:012}.png", "{i:04}.png"}) {
    EXPECT_THAT(message_of<UsageError>([&] { check_frame_pattern(name); }), HasSubstr("{frame:04}"))
        << name;
  }
  for (const char* name : {"a.png", "a{b}.png", "a{frame}.png", "{", "}{", "a{frame"}) {
    EXPECT_NO_THROW(check_frame_pattern(name)) << name;
  }
}

}  // namespace
}  // namespace baryscope::test
