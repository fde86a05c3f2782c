#include "tests/support/folders.h"

namespace baryscope::test {

std::filesystem::path source_folder() { return BARYSCOPE_SOURCE_DIR; }
std::filesystem::path build_folder() { return BARYSCOPE_BUILD_DIR; }
std::filesystem::path torch_folder() { return BARYSCOPE_TORCH_DIR; }

}  // namespace baryscope::test
