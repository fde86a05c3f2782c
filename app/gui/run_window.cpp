#include <QApplication>
#include <QIcon>
#include <QLocale>
#include <clocale>

#include "app/gui/main_window.h"
#include "app/gui/prepare_application.h"
#include "app/gui/window.h"
#include "app/session/view_library.h"

int baryscope_run_window(int argc, char** argv, const baryscope::WindowRequest* request) {
  baryscope::prepare_application();
  QApplication application(argc, argv);
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/baryscope/baryscope.png")));
  // QApplication took the person's locale; numbers must not read and write commas anywhere.
  std::setlocale(LC_NUMERIC, "C");
  QLocale::setDefault(QLocale::c());
  baryscope::MainWindow window(*request, [](const baryscope::SceneView::Host& host) {
    return baryscope::open_scene_view(host);
  });
  window.show();
  const int code = QApplication::exec();
  return code != 0 ? code : window.exit_code();
}
