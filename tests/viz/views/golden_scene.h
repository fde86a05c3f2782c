/// Scenes as text, compared with files of the repository.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "core/base/atomic_file.h"
#include "tests/support/folders.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// Compares with tests/viz/views/golden/<name>.txt; BARYSCOPE_REWRITE_GOLDEN=1 writes it instead.
/// From the caption on: title and finding are the report's own words and tested there.
inline void expect_golden(const std::string& name, const Scene& scene) {
  std::string text = to_text(scene);
  text.erase(0, text.find("caption "));
  const std::filesystem::path path =
      test::source_folder() / "tests/viz/views/golden" / (name + ".txt");
  if (std::getenv("BARYSCOPE_REWRITE_GOLDEN") != nullptr) {
    write_file(path, text);
    FAIL() << "wrote " << path << "; run again without BARYSCOPE_REWRITE_GOLDEN";
  }
  std::ifstream file(path);
  ASSERT_TRUE(file) << path;
  const std::string golden{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  EXPECT_EQ(text, golden);
}

}  // namespace baryscope
