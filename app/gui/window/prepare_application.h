/// What must be set before a QApplication is made, and the making of it.
#pragma once

#include <memory>

class QApplication;

namespace baryscope {

/// Format of GL contexts (core profile 3.2 at least, which QOpenGLWidget takes), platform, names.
void prepare_application();

/// Prepares and makes it. Throws Error where its platform has no OpenGL. Where no platform can be
/// opened, which Qt answers by aborting, the process ends with a message and exit code 1.
std::unique_ptr<QApplication> open_application(int& argc, char** argv);

}  // namespace baryscope
