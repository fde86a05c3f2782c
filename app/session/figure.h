/// What is shown as one picture: a scene, or two halves through one camera with one legend below.
#pragma once

#include <optional>

#include "app/session/finished.h"
#include "viz/draw/figure.h"
#include "viz/draw/make_page.h"

namespace baryscope {

/// The layout of what is shown, of the view's size times its scale.
Figure figure_of(const Finished& shown);
/// `camera`, or where there is none the scene's own.
Camera camera_of(const Finished& shown, const std::optional<Camera>& camera);
PageStyle page_style_of(const ViewRequest& view);
/// Draws by render_image() (viz/vtk/scene_view.h), under its rule. `camera`: nothing for the
/// scene's own.
DrawScene draw_through(const Finished& shown, const std::optional<Camera>& camera);
/// Both at once.
Image draw_figure(const Finished& shown, const std::optional<Camera>& camera);

}  // namespace baryscope
