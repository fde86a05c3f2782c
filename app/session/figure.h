/// What is shown as one picture: a scene, or two halves through one camera with one legend below.
#pragma once

#include <optional>

#include "app/session/finished.h"
#include "viz/draw/image.h"

namespace baryscope {

/// Draws by render_image() (viz/vtk/scene_view.h), under its rule. `camera`: nothing for the
/// scene's own. The size is the view's times its scale.
Image draw_figure(const Finished& shown, const std::optional<Camera>& camera);

}  // namespace baryscope
