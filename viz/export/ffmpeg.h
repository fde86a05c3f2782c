/// The program ffmpeg: where it is, what it can do, and what went wrong with it, in words.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "viz/export/piped_program.h"

namespace baryscope {

/// By the environment variable BARYSCOPE_FFMPEG (a path or a name), else `ffmpeg`, on PATH. Throws
/// Error that says what to do.
std::filesystem::path ffmpeg_program();
/// The first line of what it says of its version, without the word before. Throws Error.
std::string ffmpeg_version(const std::filesystem::path& program);
/// The names of all its video encoders. Throws Error.
std::vector<std::string> ffmpeg_encoders(const std::filesystem::path& program);

/// "a PNG sequence needs no ffmpeg: --output turn_{frame:04}.png"
std::string instead_of_ffmpeg(const std::filesystem::path& target);
/// That it ended while it wrote `target`: how, its last words, and what to do.
[[noreturn]] void fail_encoding(const std::filesystem::path& target, const PipedProgram& program);

}  // namespace baryscope
