// A film of a thousand frames takes no more memory than one of a hundred, here and in the encoder.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/viz/export/film_support.h"

namespace baryscope::test {
namespace {

class FilmMemory : public FilmTest {};

/// Peaks in KiB: of this process, and of the largest that it started and that has ended.
struct Peaks {
  double ours = 0, encoder = 0;
};

Peaks peaks() {
  std::ifstream status("/proc/self/status");
  Peaks found;
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      status >> found.ours;
    }
  }
  rusage ended{};
  getrusage(RUSAGE_CHILDREN, &ended);
  found.encoder = static_cast<double>(ended.ru_maxrss);
  return found;
}

/// A few pictures over and over.
void write_frames(const std::filesystem::path& target, const std::vector<Image>& frames,
                  int n_frames) {
  FilmFormat format = format_of(frames[0].width, frames[0].height, n_frames, 50);
  format.quality = "draft";
  const auto sink = make_frame_sink(target, format);
  for (int i = 0; i < n_frames; ++i) {
    sink->write(frames[static_cast<std::size_t>(i) % frames.size()]);
  }
  sink->finish();
}

TEST_F(FilmMemory, AThousandFramesTakeNoMoreThanAHundred) {
  std::vector<Image> frames;
  for (int i = 0; i < 10; ++i) {
    frames.push_back(picture_frame(64, 48, i, 10));
  }
  for (const char* name : {"a.mp4", "a.webm", "a.apng", "a.gif", "{frame}.png"}) {
    write_frames(file(name), frames, 100);
    const Peaks hundred = peaks();
    write_frames(file(name), frames, 1000);
    const Peaks thousand = peaks();
    std::printf("%s: %.3f of our peak, %.3f of the encoder's\n", name, thousand.ours / hundred.ours,
                thousand.encoder / hundred.encoder);
    EXPECT_LE(thousand.ours, 1.05 * hundred.ours) << name;
    EXPECT_LE(thousand.encoder, 1.05 * hundred.encoder) << name;
  }
}

}  // namespace
}  // namespace baryscope::test
