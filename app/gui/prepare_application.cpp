#include "app/gui/prepare_application.h"

#include <QApplication>
#include <QSurfaceFormat>

namespace baryscope {

void prepare_application() {
  QSurfaceFormat format;
  format.setRenderableType(QSurfaceFormat::OpenGL);
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setSwapBehavior(QSurfaceFormat::DoubleBuffer);
  format.setRedBufferSize(8);
  format.setGreenBufferSize(8);
  format.setBlueBufferSize(8);
  format.setAlphaBufferSize(8);
  format.setDepthBufferSize(24);
  format.setStencilBufferSize(8);
  format.setSamples(0);
  QSurfaceFormat::setDefaultFormat(format);
  // VTK's GL loader knows X11; Wayland desktops have XWayland.
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") && !qEnvironmentVariableIsEmpty("DISPLAY")) {
    qputenv("QT_QPA_PLATFORM", "xcb");
  }
  QApplication::setApplicationName(QStringLiteral("baryscope"));
  QApplication::setOrganizationName(QStringLiteral("baryscope"));
  QApplication::setApplicationDisplayName(QString());
  QApplication::setDesktopFileName(QStringLiteral("baryscope"));
  QApplication::setApplicationVersion(QStringLiteral(BARYSCOPE_VERSION));
}

}  // namespace baryscope
