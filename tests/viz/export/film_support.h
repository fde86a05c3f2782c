/// What tests of films share: a folder of their own, frames that look like pictures, and what
/// ffprobe and ffmpeg say of a file.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "viz/draw/image.h"
#include "viz/export/film.h"

namespace baryscope::test {

/// A folder that is there for one test.
class FilmTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;
  [[nodiscard]] std::filesystem::path file(const std::string& name) const {
    return m_folder / name;
  }
  /// The names in the folder, hidden ones too, sorted.
  [[nodiscard]] std::vector<std::string> names() const;
  /// An executable of this name with these lines of shell.
  [[nodiscard]] std::filesystem::path script(const std::string& name,
                                             const std::string& lines) const;

  std::filesystem::path m_folder;
};

/// Sets a variable of the environment, and what it was at the end; null takes it away.
class Variable {
 public:
  Variable(const char* name, const char* value);
  ~Variable();
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* m_name;
  bool m_was_there;
  std::string m_before;
};

FilmFormat format_of(int width, int height, int n_frames, double fps = 30);
/// A gradient for paper, dark edges as letters have them, saturated lines and discs that move.
Image picture_frame(int width, int height, int i, int n_frames);
/// Writes picture_frame()s.
void write_film(const std::filesystem::path& target, const FilmFormat& format);

/// What a command prints; fails the test where it does not end well. Arguments are quoted.
std::string run(const std::vector<std::string>& arguments);
/// ffprobe's "key=value" lines of the stream and the container, frames counted.
std::map<std::string, std::string> probe(const std::filesystem::path& film);
/// The frames of a film of this size.
std::vector<Image> decode(const std::filesystem::path& film, int width, int height);

}  // namespace baryscope::test
