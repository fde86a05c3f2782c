/// Where the libraries that are opened on demand (engine, vtk, gui) lie.
#pragma once

#include <filesystem>

namespace baryscope {

/// The folder of this program's own libraries, whether built or installed.
std::filesystem::path library_folder();

}  // namespace baryscope
