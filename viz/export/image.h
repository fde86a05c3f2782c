/// Pixels, and PNG files of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace baryscope {

/// Straight RGBA, rows top-down.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

/// PNG bytes with text chunks (keyword → text: "Title", "Software", "baryscope.session").
std::string to_png(const Image& image, const std::map<std::string, std::string>& texts);
/// Reads 8-bit PNG files (tests, dropped figures) with their text chunks. Throws Error.
Image load_png(const std::filesystem::path& path,
               std::map<std::string, std::string>* texts = nullptr);

}  // namespace baryscope
