/// PNG files, with text chunks that carry the session.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "viz/draw/image.h"

namespace baryscope {

/// PNG bytes with text chunks (keyword → text: "Title", "Software", "baryscope.session").
std::string to_png(const Image& image, const std::map<std::string, std::string>& texts);
/// Reads 8-bit PNG files (tests, dropped figures) with their text chunks. Throws Error.
Image load_png(const std::filesystem::path& path,
               std::map<std::string, std::string>* texts = nullptr);

}  // namespace baryscope
