// What comes to the window from outside: files dropped, closing, its look and its recent files.
#include "app/gui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>

#include "app/gui/samples/samples_desk.h"
#include "app/gui/training/training_desk.h"
#include "app/gui/widgets/style.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/window_host.h"
#include "app/session/training_run.h"

namespace baryscope {
namespace {

/// Whether the first picture will be dark.
bool starts_dark(const Session& session) {
  const std::string& theme = session.options().text("theme");
  return theme == "dark" || (theme == "auto" && session.system_theme() == "dark");
}

}  // namespace

void MainWindow::apply_preferences() {
  m_scene->set_reduced_motion(m_preferences.reduced_motion());
  if (m_samples != nullptr) m_samples->set_reduced_motion(m_preferences.reduced_motion());
  const auto shown = m_session->current();
  const bool dark = shown != nullptr ? shown->view.theme == "dark" : starts_dark(*m_session);
  const double points = m_preferences.font_points();
  if (dark == m_dark && points == m_points) return;
  m_dark = dark;
  m_points = points;
  apply_style(*qApp, dark, points);
  m_scene->set_paper(dark ? QColor("#141C26") : QColor("#F7F9FB"));
}

void MainWindow::refresh_history() {
  m_menus->enable("undo", m_session->can_undo());
  m_menus->enable("redo", m_session->can_redo());
}

void MainWindow::refresh_recent() {
  // One of them may be what was just chosen: it goes once its signal has ended.
  for (QAction* old : m_recent->actions()) {
    m_recent->removeAction(old);
    old->deleteLater();
  }
  for (const QString& path : m_preferences.recent()) {
    m_recent->addAction(QFileInfo(path).fileName(), this, [this, path] { m_host->open(path); })
        ->setToolTip(path);
  }
  m_recent->setEnabled(!m_recent->isEmpty());
}

void MainWindow::store_layout() {
  m_preferences.set_layout(saveGeometry(), m_samples->attention_layout());
  m_samples->store_layout();
}

void MainWindow::interrupt() {
  constexpr int interrupted = 130;
  store_layout();
  m_session->cancel();
  m_host->cancel_save();
  // The end of the session waits until the folder is written.
  if (TrainingRun* training = m_session->training()) training->stop();
  QApplication::exit(interrupted);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_desk->may_close()) {
    event->ignore();
    return;
  }
  store_layout();
  m_session->cancel();
  QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() || event->mimeData()->hasText()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QMimeData* dropped = event->mimeData();
  if (dropped->hasUrls() && dropped->urls().first().isLocalFile()) {
    m_host->open(dropped->urls().first().toLocalFile());
  } else if (dropped->hasText()) {
    m_dispatcher->set_option("text", dropped->text().trimmed());
  }
  event->acceptProposedAction();
}

}  // namespace baryscope
