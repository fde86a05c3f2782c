// What the window shows of a result: the picture, the words, what is selected in it.
#include <QAction>
#include <QLabel>
#include <QMenu>
#include <utility>

#include "app/gui/attention/drawn_table.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/inspector_text.h"
#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/attention/sentence_bar.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/samples/samples_desk.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/drawing_panel.h"
#include "app/gui/window/main_window.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/progress_row.h"
#include "app/gui/window/script_runner.h"
#include "app/gui/window/window_host.h"
#include "core/analysis/report.h"

namespace baryscope {

namespace {

/// Whether both show the same second model, or none.
bool same_compared(const Finished& a, const Finished& b) {
  return a.compared.empty() == b.compared.empty() &&
         (a.compared.empty() || (a.compared.front()->model.path == b.compared.front()->model.path &&
                                 a.compared.front()->mechanism == b.compared.front()->mechanism));
}

/// Whether both read the same tokens.
bool same_things(const Analysis& a, const Analysis& b) {
  return a.request.text == b.request.text && a.request.text_b == b.request.text_b &&
         a.tokens.size() == b.tokens.size();
}

/// Of the same things: whether they are placed by the same vectors.
bool same_place(const Analysis& a, const Analysis& b) {
  return a.model.path == b.model.path && a.layer == b.layer && a.head == b.head &&
         a.placement.place_by == b.placement.place_by;
}

}  // namespace

void MainWindow::show_result() {
  const auto finished = m_session->current();
  if (finished == nullptr || finished->scene == nullptr) return;
  apply_preferences();
  if (!finished->studies.empty()) {
    show_samples(finished);
  } else if (!finished->analyses.empty()) {
    show_analyses(finished);
  }
}

void MainWindow::show_samples(const std::shared_ptr<const Finished>& finished) {
  m_shown.reset();
  m_drawing->show_samples(true);
  m_samples->show(finished, m_next_camera.has_value());
  if (m_next_camera) m_scene->look_through(*std::exchange(m_next_camera, std::nullopt));
  show_words(m_samples->title_words(), m_samples->finding_words());
  if (SceneWidget* second = m_scenes->second()) {
    second->setAccessibleDescription(m_scene->accessibleDescription());
  }
  m_menus->enable("compare-none", false);
  enable_attention(false);
}

void MainWindow::show_words(const QString& title, const QString& finding) {
  m_finding->setText(finding);
  m_finding->setToolTip(finding);
  m_scene->setAccessibleDescription(title + QStringLiteral(". ") + finding);
  setWindowTitle(title + QStringLiteral(" — Baryscope"));
}

/// Layers, heads and tokens are not there while samples are shown.
void MainWindow::enable_attention(bool enabled) {
  const QMenu* menu = m_menus->menu(QStringLiteral("Attention"));
  if (menu == nullptr) return;
  for (QAction* action : menu->actions()) action->setEnabled(enabled);
}

void MainWindow::show_analyses(const std::shared_ptr<const Finished>& finished) {
  m_samples->leave();
  m_drawing->show_samples(false);
  enable_attention(true);
  const Analysis& analysis = *finished->analyses.front();
  const Analysis* before = m_shown == nullptr ? nullptr : m_shown->analyses.front().get();
  CameraUse camera = CameraUse::adopt;
  if (before != nullptr && same_things(*before, analysis)) {
    if (same_compared(*m_shown, *finished) && same_place(*before, analysis)) {
      camera = CameraUse::keep;
    } else if (m_scene->cameras().touched()) {
      camera = CameraUse::follow;
    }
  }
  m_shown = finished;
  m_scenes->show_second(finished->compared_scene);
  m_scene->set_scene(finished->scene, camera);
  if (m_next_camera) m_scene->look_through(*std::exchange(m_next_camera, std::nullopt));
  show_words(to_qt(title(analysis)), to_qt(finding(analysis)));
  show_compared(*finished);
  m_sentence->show_analysis(analysis);
  m_head->show_analysis(analysis);
  m_mechanism->show_analysis(analysis);
  m_table->show_scene(*finished->scene, analysis);
  show_selection();
}

const Selection& MainWindow::selection() const {
  return m_samples->active() ? m_samples->selection() : m_session->selection();
}

void MainWindow::select(const Selection& selection) {
  if (m_samples->active()) {
    Selection point = selection;
    m_samples->pick(point, std::exchange(point.in_compared, false));
  } else {
    m_dispatcher->run([&] { m_session->select(selection); });
  }
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
    Selection selection = pick ? to_selection(*m_scenes->second()->scene(), *pick) : Selection{};
    selection.in_compared = selection.kind != Selection::Kind::none;
    select(selection);
  };
  const auto describe = [this, analysis](const Selection& selection, bool compared) {
    if (m_samples->active()) return m_samples->words(selection, compared);
    const Analysis* shown = analysis(compared);
    return shown == nullptr ? QString() : selection_words(*shown, selection);
  };
  m_scene->describe_pick = [this, describe](const Pick& pick) {
    return describe(to_selection(*m_scene->scene(), pick), false);
  };
  m_scenes->describe_pick = [this, describe](const Pick& pick) {
    return describe(to_selection(*m_scenes->second()->scene(), pick), true);
  };
  m_scene->on_error = [this](const QString& text) { m_message->show_message(text); };
  m_scenes->on_error = m_scene->on_error;
  m_scenes->on_close = [this] {
    m_dispatcher->run_line(m_samples->active() ? "set compare-sampler off" : "compare-none");
  };
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

/// In the tokens, the table, and by its numbers: of the model in whose picture it was selected.
void MainWindow::show_selection() {
  if (m_shown == nullptr) return;
  const Selection& selection = m_session->selection();
  m_sentence->tokens()->set_selected(selection.marked_token());
  m_table->show_selection(selection);
  const auto& side = selection.in_compared ? m_shown->compared : m_shown->analyses;
  m_inspector->show_content(inspector_content(*side.front(), selection));
}

void MainWindow::show_error(const std::string& message) {
  if (m_samples->take_failure(to_qt(message))) return;
  m_message->show_message(to_qt(message));
  m_script->start();
}

void MainWindow::show_busy(bool busy) {
  if (busy) {
    m_progress->start();
    return;
  }
  m_next_camera.reset();  // of what failed or was cancelled
  if (!m_host->saving()) m_progress->finish();
}

}  // namespace baryscope
