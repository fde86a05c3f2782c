/// Where the tests find the sources, the build and LibTorch: known to one object, so that every
/// other is the same in each tree.
#pragma once
#include <filesystem>

namespace baryscope::test {

std::filesystem::path source_folder();
std::filesystem::path build_folder();
std::filesystem::path torch_folder();

}  // namespace baryscope::test
