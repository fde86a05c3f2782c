/// Cameras in sessions (resources/docs/formats.md).
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "viz/scene/camera.h"

namespace baryscope {

nlohmann::ordered_json camera_json(const Camera& camera);
/// Throws Error, or what nlohmann::json throws, for what is no camera.
Camera camera_from_json(const nlohmann::json& value);

}  // namespace baryscope
