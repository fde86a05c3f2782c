#include <QApplication>
#include <QIcon>
#include <QLocale>
#include <QScopeGuard>
#include <clocale>

#include "app/gui/window/main_window.h"
#include "app/gui/window/prepare_application.h"
#include "app/gui/window/window.h"
#include "app/session/view_library.h"

int baryscope_run_window(int argc, char** argv, const baryscope::WindowRequest* request) {
  const auto application = baryscope::open_application(argc, argv);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/baryscope/baryscope.png")));
  // QApplication took the person's locale; numbers must not read and write commas anywhere.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  baryscope::MainWindow window(*request, [](const baryscope::SceneView::Host& host) {
    return baryscope::open_scene_view(host);
  });
  if (request->set_interrupt) {
    request->set_interrupt([&window] {
      QMetaObject::invokeMethod(&window, [&window] { window.interrupt(); }, Qt::QueuedConnection);
    });
  }
  const auto no_more = qScopeGuard([&] {
    if (request->set_interrupt) request->set_interrupt({});
  });
  window.show();
  const int code = QApplication::exec();
  return code != 0 ? code : window.exit_code();
}
