#include "tests/viz/export/film_support.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numbers>
#include <sstream>

namespace baryscope::test {

namespace fs = std::filesystem;

void FilmTest::SetUp() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  m_folder = fs::temp_directory_path() /
             ("baryscope-film-" + std::string(info->name()) + "-" + std::to_string(::getpid()));
  fs::create_directories(m_folder);
}

void FilmTest::TearDown() { fs::remove_all(m_folder); }

std::vector<std::string> FilmTest::names() const {
  std::vector<std::string> all;
  for (const auto& entry : fs::directory_iterator(m_folder)) {
    all.push_back(entry.path().filename().string());
  }
  std::sort(all.begin(), all.end());
  return all;
}

fs::path FilmTest::script(const std::string& name, const std::string& lines) const {
  std::ofstream(file(name)) << "#!/bin/sh\n" << lines << "\n";
  fs::permissions(file(name), fs::perms::owner_all);
  return file(name);
}

Variable::Variable(const char* name, const char* value)
    : m_name(name), m_was_there(std::getenv(name) != nullptr) {
  m_before = m_was_there ? std::getenv(name) : "";
  value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
}

Variable::~Variable() { m_was_there ? ::setenv(m_name, m_before.c_str(), 1) : ::unsetenv(m_name); }

FilmFormat format_of(int width, int height, int n_frames, double fps) {
  FilmFormat format;
  format.width = width;
  format.height = height;
  format.n_frames = n_frames;
  format.fps = fps;
  return format;
}

namespace {

struct Painter {
  Image& image;

  /// Mixes a colour in where `coverage` (0…1) says so.
  void mix(int x, int y, const std::array<double, 3>& color, double coverage) const {
    std::uint8_t* p = &image.rgba[4 * (static_cast<std::size_t>(y) * image.width + x)];
    const double share = std::clamp(coverage, 0.0, 1.0);
    for (std::size_t c = 0; c < 3; ++c) {
      p[c] = static_cast<std::uint8_t>(std::lround(p[c] + share * (color[c] - p[c])));
    }
  }
  /// A line of this half width, its edge a pixel wide.
  void line(double x0, double y0, double x1, double y1, double half,
            const std::array<double, 3>& color) const {
    const double length2 = (x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0);
    const int left = static_cast<int>(std::min(x0, x1) - half - 1);
    const int right = static_cast<int>(std::max(x0, x1) + half + 2);
    const int top = static_cast<int>(std::min(y0, y1) - half - 1);
    const int bottom = static_cast<int>(std::max(y0, y1) + half + 2);
    for (int y = std::max(top, 0); y < std::min(bottom, image.height); ++y) {
      for (int x = std::max(left, 0); x < std::min(right, image.width); ++x) {
        const double t =
            std::clamp(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length2, 0.0, 1.0);
        const double away = std::hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0));
        mix(x, y, color, half + 0.5 - away);
      }
    }
  }
};

}  // namespace

Image picture_frame(int width, int height, int i, int n_frames) {
  Image image{width, height, std::vector<std::uint8_t>(4U * width * height, 255)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      std::uint8_t* p = &image.rgba[4 * (static_cast<std::size_t>(y) * width + x)];
      p[0] = static_cast<std::uint8_t>(246 - 22 * y / height);
      p[1] = static_cast<std::uint8_t>(247 - 18 * x / width);
      p[2] = static_cast<std::uint8_t>(250 - 10 * y / height);
    }
  }
  const Painter painter{image};
  const double angle = 2 * std::numbers::pi * i / n_frames;
  const double w = width, h = height, s = std::min(w, h);
  const std::array<double, 3> ink{34, 38, 46}, red{196, 44, 38}, blue{30, 84, 200},
      gold{222, 168, 20};
  painter.line(w / 2, h / 2, w / 2 + 0.4 * s * std::cos(angle), h / 2 + 0.4 * s * std::sin(angle),
               s / 28, red);
  painter.line(w / 2, h / 2, w / 2 - 0.4 * s * std::sin(angle), h / 2 + 0.4 * s * std::cos(angle),
               s / 34, blue);
  painter.line(w * 0.2, h * 0.2, w * 0.2 + 1, h * (0.5 + 0.2 * std::sin(angle)), s / 12, gold);
  // Strokes as those of letters.
  for (int k = 0; k < 12; ++k) {
    const double x = w * (0.06 + 0.075 * k);
    painter.line(x, h * 0.9, x + (k % 3) * 2, h * 0.9 + s / 24, 0.7, ink);
    painter.line(x, h * 0.9, x + s / 40, h * 0.9, 0.6, ink);
  }
  return image;
}

void write_film(const fs::path& target, const FilmFormat& format) {
  const auto sink = make_frame_sink(target, format);
  for (int i = 0; i < format.n_frames; ++i) {
    sink->write(picture_frame(format.width, format.height, i, format.n_frames));
  }
  sink->finish();
}

std::string run(const std::vector<std::string>& arguments) {
  std::string command;
  for (const std::string& argument : arguments) {
    command += "'" + argument + "' ";
  }
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string output;
  std::array<char, 65536> some{};
  for (std::size_t n = 0; (n = std::fread(some.data(), 1, some.size(), pipe)) > 0;) {
    output.append(some.data(), n);
  }
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return output;
}

std::map<std::string, std::string> probe(const fs::path& film) {
  std::istringstream lines(
      run({"ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of",
           "default=noprint_wrappers=1", film.string()}));
  std::map<std::string, std::string> found;
  for (std::string line; std::getline(lines, line);) {
    const std::size_t equals = line.find('=');
    if (equals != std::string::npos) {
      const std::string key = line.substr(0, equals);
      // Of the container where it has one: it follows the stream.
      if (line.substr(equals + 1) != "N/A") {
        found[key] = line.substr(equals + 1);
      }
    }
  }
  return found;
}

std::vector<Image> decode(const fs::path& film, int width, int height) {
  const std::string bytes =
      run({"ffmpeg", "-v", "error", "-i", film.string(), "-f", "rawvideo", "-pix_fmt", "rgba",
           "-fps_mode", "passthrough", "-sws_flags", "bicubic+accurate_rnd+full_chroma_int", "-"});
  const std::size_t n_bytes = 4U * width * height;
  EXPECT_EQ(bytes.size() % n_bytes, 0u);
  std::vector<Image> frames;
  for (std::size_t at = 0; at + n_bytes <= bytes.size(); at += n_bytes) {
    Image frame{width, height, {}};
    frame.rgba.assign(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      bytes.begin() + static_cast<std::ptrdiff_t>(at + n_bytes));
    frames.push_back(std::move(frame));
  }
  return frames;
}

}  // namespace baryscope::test
