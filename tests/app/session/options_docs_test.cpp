#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "app/session/all_options.h"
#include "core/base/atomic_file.h"
#include "core/options/option_io.h"
#include "tests/support/folders.h"

namespace baryscope {
namespace {

// Rewritten with BARYSCOPE_REWRITE_GOLDEN=1.
TEST(OptionsDocs, AreTheTable) {
  const std::string path = test::source_folder() / "resources/docs/options.md";
  const std::string expected =
      "# Options\n\nThe same names on the command line (`--lambda 0.5`), in sessions and "
      "configuration files (JSON) and as\nenvironment variables (`BARYSCOPE_LAMBDA`). This page is "
      "made from the option table.\n\n" +
      to_markdown(all_options());
  if (std::getenv("BARYSCOPE_REWRITE_GOLDEN") != nullptr) {
    write_file(path, expected);
  }
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(text, expected) << "rewrite it with BARYSCOPE_REWRITE_GOLDEN=1";
}

}  // namespace
}  // namespace baryscope
