/// What must be set before QApplication is made.
#pragma once

namespace baryscope {

/// The GL format that VTK needs, xcb rather than Wayland, the program's name.
void prepare_application();

}  // namespace baryscope
