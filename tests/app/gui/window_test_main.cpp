// Runs the tests in a window: an application of their own, with no settings and no state of a
// person's.
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <clocale>

#include "app/gui/window/prepare_application.h"

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  baryscope::prepare_application();
  QApplication application(argc, argv);
  std::setlocale(LC_NUMERIC, "C");
  QCoreApplication::setApplicationName("baryscope-window-test");
  QSettings().clear();
  const QTemporaryDir state;
  qputenv("XDG_STATE_HOME", state.path().toUtf8());
  return RUN_ALL_TESTS();
}
