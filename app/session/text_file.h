/// Small files read whole: texts, sessions, scripts, configurations.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace baryscope {

inline constexpr std::size_t max_text_bytes = std::size_t{16} << 20;

/// The bytes of a file. Throws Error where InputFile refuses it, or for more than max_text_bytes.
std::string read_file(const std::filesystem::path& path);

/// Text in UTF-8 without a byte order mark and without line ends at its end; `-` is standard input.
/// Throws Error as read_file() does, and for bytes that are not UTF-8.
std::string read_text_file(std::string_view path);

}  // namespace baryscope
