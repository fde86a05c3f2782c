/// A scene made by hand after the founding picture: a tetrahedral hull of tokens, the output
/// inside.
#pragma once

#include "viz/scene/scene.h"

namespace baryscope {

/// `theme`: light, dark or print; `background` as make_theme's.
Scene bakery_scene(const std::string& theme, const std::string& background = "theme");

/// Looks down on the box of the scene from slightly above.
Camera bakery_camera();

}  // namespace baryscope
