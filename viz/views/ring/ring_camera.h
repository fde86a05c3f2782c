/// The side that rings are seen from.
#pragma once

#include <span>

#include "viz/scene/camera.h"
#include "viz/views/ring/ring_parts.h"

namespace baryscope {

/// A circle from the front, without perspective; a helix from a little above, so that its turns can
/// be told apart. One camera for all of the scenes.
Camera ring_camera(std::span<const Scene* const> scenes, bool helix, const Viewport& viewport);

}  // namespace baryscope
