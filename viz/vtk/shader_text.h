/// The GLSL of shaders/, embedded at build time.
#pragma once

#include <string>

namespace baryscope {

/// By file name ("points.frag"), with its snippets included.
const std::string& shader_text(const std::string& name);

}  // namespace baryscope
