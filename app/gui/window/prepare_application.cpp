#include "app/gui/window/prepare_application.h"

#include <QApplication>
#include <QDebug>
#include <QOpenGLContext>
#include <QStringList>
#include <QSurfaceFormat>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/cli/display.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

/// While the platform is opened: what Qt warned of, and what a person chose.
QStringList g_warnings;
QString g_chosen;

std::string advice() {
  return (g_chosen.isEmpty() ? "; " : "; unset QT_QPA_PLATFORM, or ") +
         std::string(without_a_window);
}

/// The handler that Qt calls before it aborts: its warnings say why.
void tell_why_nothing_opens(QtMsgType type, const QMessageLogContext& /*context*/,
                            const QString& text) {
  if (type != QtFatalMsg) {
    g_warnings << text.trimmed();
    return;
  }
  const QString why = g_warnings.isEmpty() ? text : g_warnings.join(QStringLiteral("; "));
  std::fprintf(stderr, "baryscope: no window can be opened: %s%s\n",
               why.simplified().toUtf8().constData(), advice().c_str());
  std::_Exit(1);
}

}  // namespace

std::unique_ptr<QApplication> open_application(int& argc, char** argv) {
  g_chosen = qEnvironmentVariable("QT_QPA_PLATFORM");
  prepare_application();
  const QtMessageHandler before = qInstallMessageHandler(tell_why_nothing_opens);
  auto application = std::make_unique<QApplication>(argc, argv);
  const bool has_opengl = QOpenGLContext().create();
  qInstallMessageHandler(before);
  if (!has_opengl) {
    throw Error("no window can be opened: the platform '" +
                QApplication::platformName().toStdString() +
                "' has no OpenGL, which the picture is drawn with" + advice());
  }
  for (const QString& text : g_warnings) qWarning().noquote() << text;
  return application;
}

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
