/// Bytes as a file, for readers that want a path.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/core/model/scratch_folder.h"

namespace baryscope::fuzz {

/// This process's own, gone at its end.
inline const std::filesystem::path& input_folder() {
  static const test::ScratchFolder folder;
  return folder.path();
}

inline void write_bytes(const std::filesystem::path& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// Writes the input into that folder, over the last one of that name.
inline std::filesystem::path write_input(const std::string& name, std::string_view bytes) {
  write_bytes(input_folder() / name, bytes);
  return input_folder() / name;
}

}  // namespace baryscope::fuzz
