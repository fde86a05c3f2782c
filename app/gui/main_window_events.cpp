// What comes to the window from outside: files dropped, closing, its look and its recent files.
#include "app/gui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>

#include "app/gui/inspector_panel.h"
#include "app/gui/inspector_text.h"
#include "app/gui/menus.h"
#include "app/gui/message_bar.h"
#include "app/gui/paired_scenes.h"
#include "app/gui/style.h"
#include "app/gui/training_desk.h"
#include "app/gui/window_host.h"
#include "core/analysis/report.h"

namespace baryscope {

void MainWindow::apply_preferences() {
  m_scene->set_reduced_motion(m_preferences.reduced_motion());
  const std::string& theme = m_session->options().text("theme");
  const bool dark = theme == "dark" || (theme == "auto" && m_session->system_theme() == "dark");
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
  m_recent->clear();
  for (const QString& path : m_preferences.recent()) {
    m_recent->addAction(QFileInfo(path).fileName(), this, [this, path] { m_host->open(path); })
        ->setToolTip(path);
  }
  m_recent->setEnabled(!m_recent->isEmpty());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!m_desk->may_close()) {
    event->ignore();
    return;
  }
  m_preferences.set_layout(saveGeometry(), saveState());
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

void MainWindow::connect_picking() {
  const auto analysis = [this](bool compared) -> const Analysis* {
    if (m_shown == nullptr) return nullptr;
    const auto& list = compared ? m_shown->compared : m_shown->analyses;
    return list.empty() ? nullptr : list.front().get();
  };
  m_scene->on_pick = [this](const std::optional<Pick>& pick) {
    select(pick ? to_selection(*m_scene->scene(), *pick) : Selection{});
  };
  m_scenes->on_pick = [this](const std::optional<Pick>& pick) {
    select(pick ? to_selection(*m_scenes->second()->scene(), *pick) : Selection{}, true);
  };
  m_scene->describe_pick = [this, analysis](const Pick& pick) {
    const Analysis* shown = analysis(false);
    return shown == nullptr ? QString()
                            : selection_words(*shown, to_selection(*m_scene->scene(), pick));
  };
  m_scenes->describe_pick = [this, analysis](const Pick& pick) {
    const Analysis* shown = analysis(true);
    return shown == nullptr
               ? QString()
               : selection_words(*shown, to_selection(*m_scenes->second()->scene(), pick));
  };
  m_scene->on_error = [this](const QString& text) { m_message->show_message(text); };
  m_scenes->on_error = m_scene->on_error;
  m_scenes->on_close = [this] { m_dispatcher->run_line("compare-none"); };
}

/// The words of the second model, beside those of the first.
void MainWindow::show_compared(const Finished& finished) {
  m_menus->enable("compare-none", !finished.compared.empty());
  if (finished.compared.empty()) return;
  const Analysis& other = *finished.compared.front();
  const QString words = to_qt(title(other)) + QStringLiteral(". ") + to_qt(finding(other));
  m_scenes->second()->setAccessibleDescription(words);
  m_finding->setToolTip(m_finding->text() + QStringLiteral("\n") + words);
  setWindowTitle(to_qt(title(*finished.analyses.front()) + " | " + title(other)) +
                 QStringLiteral(" — Baryscope"));
}

/// The numbers of the selected thing, of the model in whose picture it was selected.
void MainWindow::show_selection() {
  if (m_shown == nullptr) return;
  const bool compared = m_selected_compared && !m_shown->compared.empty();
  m_inspector->show_analysis(compared ? m_shown->compared.front() : m_shown->analyses.front(),
                             m_selection);
}

}  // namespace baryscope
