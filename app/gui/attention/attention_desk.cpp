#include "app/gui/attention/attention_desk.h"

#include <QAction>
#include <QDockWidget>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QStackedWidget>
#include <QStatusBar>
#include <utility>

#include "app/commands/selection_command.h"
#include "app/gui/attention/attention_tables.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/inspector_text.h"
#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/attention/sentence_bar.h"
#include "app/gui/attention/subject_words.h"
#include "app/gui/attention/token_bar.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/dock_sizes.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/shared_docks.h"
#include "app/gui/window/window_host.h"
#include "core/analysis/report.h"
#include "viz/views/token_matches.h"

namespace baryscope {
namespace {

constexpr int k_least_head_height = 180;  // some rows of the grid, where the window is low

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

/// Which tokens are the ones that they were.
Continuity continuity(const std::vector<std::shared_ptr<const Analysis>>& before,
                      const std::vector<std::shared_ptr<const Analysis>>& now) {
  if (before.empty() || now.empty()) return {};
  return token_continuity(before.front()->tokens, now.front()->tokens);
}

/// Of the same things: whether they are placed by the same vectors.
bool same_place(const Analysis& a, const Analysis& b) {
  return a.model.path == b.model.path && a.layer == b.layer && a.head == b.head &&
         a.placement.place_by == b.placement.place_by;
}

}  // namespace

AttentionDesk::AttentionDesk(const DeskParts& parts)
    : m_parts(parts),
      m_sentence(new SentenceBar(parts.dispatcher)),
      m_head(new HeadPanel(parts.dispatcher, parts.host.models())),
      m_mechanism(new MechanismPanel(parts.dispatcher)),
      m_table(new AttentionTables) {
  m_head->setMinimumHeight(k_least_head_height);
  m_parts.docks.tables().addWidget(m_table);
  m_head->on_open_model = [&host = m_parts.host] { host.open_with_dialog(); };
  m_head->on_open_compared = [&host = m_parts.host] { host.compare_with_dialog(); };
  m_table->on_select = [&dispatcher = m_parts.dispatcher](const Selection& selection) {
    dispatcher.run_line(selection_command(selection));
  };
  m_sentence->on_hint = [&window = m_parts.window](const QString& text) {
    text.isEmpty() ? window.statusBar()->clearMessage() : window.statusBar()->showMessage(text);
  };
  m_parts.host.add_action("focus-text", [sentence = m_sentence] {
    sentence->field()->setFocus(Qt::ShortcutFocusReason);
    sentence->field()->selectAll();
  });
}

QWidget* AttentionDesk::bar_above() { return m_sentence; }

void AttentionDesk::add_docks(DockArea& docks) {
  m_sizes = &docks.sizes();
  m_head_dock = docks.add(tr("Model and Head"), "dock-head", m_head, Qt::LeftDockWidgetArea);
  m_mechanism_dock =
      docks.add(tr("Mechanism"), "dock-mechanism", m_mechanism, Qt::LeftDockWidgetArea);
}

bool AttentionDesk::shows(const Finished& result) const {
  return result.studies.empty() && !result.analyses.empty();
}

void AttentionDesk::enter() {
  m_parts.docks.tables().setCurrentWidget(m_table);
  m_sentence->show();
}

void AttentionDesk::leave() {
  m_shown.reset();
  m_sentence->hide();
}

void AttentionDesk::arrange() {
  m_parts.docks.inspector_dock().raise();
  m_sizes->begin_with(
      {.left = 292,
       .right = 312,
       .heights = {{m_head_dock->objectName(), 395}, {m_mechanism_dock->objectName(), 505}}});
}

const Analysis* AttentionDesk::analysis(bool in_compared) const {
  if (m_shown == nullptr) return nullptr;
  const auto& list = in_compared ? m_shown->compared : m_shown->analyses;
  return list.empty() ? nullptr : list.front().get();
}

/// A camera that a person chose stays with the same things, and with the text that was edited.
void AttentionDesk::show(const std::shared_ptr<const Finished>& result, bool /*adopt_camera*/) {
  const Analysis& now = *result->analyses.front();
  const Analysis* before = analysis(false);
  CameraUse camera = CameraUse::adopt;
  const bool touched = m_parts.scene.cameras().touched();
  if (before != nullptr && (same_things(*before, now) || result->follows)) {
    if (same_things(*before, now) && same_compared(*m_shown, *result) && same_place(*before, now)) {
      camera = CameraUse::keep;
    } else if (touched) {
      camera = CameraUse::follow;
    }
  }
  const bool other_view = m_shown != nullptr && m_shown->view.view != result->view.view;
  if (other_view ||
      (!touched && !same_direction(m_parts.scene.cameras().camera(), result->scene->camera))) {
    camera = CameraUse::adopt;
  }
  const std::shared_ptr<const Finished> shown = std::exchange(m_shown, result);
  const auto since = [&shown](const auto& before, const auto& after) {
    return shown == nullptr ? Continuity{.broken = true} : continuity(before(*shown), after);
  };
  m_parts.scenes.show_second(
      result->compared_scene, result->compared_drawing,
      since([](const Finished& each) { return each.compared; }, result->compared));
  m_parts.scene.set_scene(
      result->scene, camera, result->drawing,
      since([](const Finished& each) { return each.analyses; }, result->analyses));
  m_sentence->show_analysis(now);
  m_head->show_analysis(now);
  m_mechanism->show_analysis(now);
  m_table->show_result(*result->scene, result->analyses.front());
  selection_changed();
}

/// Of a pair the words of the second model stand beside those of the first.
DeskWords AttentionDesk::words() const {
  const Analysis* shown = analysis(false);
  if (shown == nullptr) return {};
  DeskWords words;
  words.title = to_qt(title(*shown));
  words.finding = words.finding_tip = to_qt(finding(*shown));
  words.picture = words.title + QStringLiteral(". ") + words.finding;
  if (const Analysis* other = analysis(true)) {
    words.second_picture = to_qt(title(*other)) + QStringLiteral(". ") + to_qt(finding(*other));
    words.finding_tip += QStringLiteral("\n") + words.second_picture;
    words.title += QStringLiteral(" | ") + to_qt(title(*other));
  }
  return words;
}

QString AttentionDesk::describe(const Subject& subject, bool in_compared) const {
  const Analysis* shown = analysis(in_compared);
  return shown == nullptr ? QString() : subject_words(*shown, subject);
}

/// In the tokens, the table, and by its numbers: of the model in whose picture it was selected.
void AttentionDesk::selection_changed() {
  const Selection& selected = m_parts.dispatcher.session().selection();
  const Analysis* shown = analysis(selected.in_compared);
  if (shown == nullptr) return;
  m_sentence->tokens()->set_selected(selected.marked_token());
  m_table->show_selection(selected);
  m_parts.docks.inspector().show_content(inspector_content(*shown, selected));
}

void AttentionDesk::options_changed() {
  m_sentence->refresh();
  m_head->refresh();
  m_mechanism->refresh();
}

void AttentionDesk::enable_commands(const Menus& menus, bool in_front) const {
  if (const QMenu* menu = menus.menu(QStringLiteral("Attention"))) {
    for (QAction* action : menu->actions()) action->setEnabled(in_front);
  }
  menus.enable("compare-none", analysis(true) != nullptr);
}

}  // namespace baryscope
