/// Tokens that are patches of an image, with what the patch shows at their points.
#pragma once

#include "viz/scene/camera.h"
#include "viz/scene/scene.h"
#include "viz/views/text_parts.h"

namespace baryscope {

/// Whether the token is a patch of an image that is there.
bool has_patch(const Analysis& analysis, int token);

/// Points of patches become rings with the patch in them, turned to the scene's camera. Below all
/// else: lines end on them. Of many patches fewer pixels are drawn, each the mean of its part.
void add_patch_tiles(const TextParts& parts, const Viewport& viewport, Scene& scene);

}  // namespace baryscope
