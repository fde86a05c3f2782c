/// Bytes as a file, for readers that want a path.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/core/model/scratch_folder.h"

namespace baryscope::fuzz {

/// Writes the input into this process's own folder, over the last one of that name.
inline std::filesystem::path write_input(const std::string& name, std::string_view bytes) {
  static const test::ScratchFolder folder;
  return folder.write(name, bytes);
}

}  // namespace baryscope::fuzz
