/// A view that draws beside films and figures.
#pragma once

#include <memory>

#include "viz/vtk/scene_view.h"

namespace baryscope {

/// The same view, which takes a window's turn (drawing_turns.h) for what draws. What is set is kept
/// until then, so that setting never waits.
std::unique_ptr<SceneView> make_turn_taking_view(std::unique_ptr<SceneView> view);

}  // namespace baryscope
