/// Names of PNG sequences: one placeholder stands for the number of a frame, from 0.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace baryscope {

/// Whether a file's name (without its folder) holds `{frame}` or `{frame:04}` once and ends in
/// .png.
bool is_frame_pattern(std::string_view name);

/// `turn-{frame:04}.png`, 17 → `turn-0017.png`: at least as many digits as the placeholder says.
/// Only the file's name is looked at, never its folder.
std::filesystem::path frame_path(const std::filesystem::path& pattern, std::int64_t frame);

/// Throws UsageError for a name whose braces look like a placeholder and are none: `{frame:4}`,
/// `{:03}`, two of them, or one in a name that does not end in .png.
void check_frame_pattern(std::string_view name);

}  // namespace baryscope
