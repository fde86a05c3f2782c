#include "app/gui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QScreen>
#include <QSignalBlocker>
#include <QTimer>
#include <algorithm>
#include <functional>
#include <utility>

#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/plain_words.h"
#include "app/gui/window/desk_list.h"
#include "app/gui/window/drawing_panel.h"
#include "app/gui/window/drop_reaction.h"
#include "app/gui/window/menu_reactions.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/motion_reaction.h"
#include "app/gui/window/part_toggles.h"
#include "app/gui/window/pick_reaction.h"
#include "app/gui/window/progress_reaction.h"
#include "app/gui/window/result_reaction.h"
#include "app/gui/window/script_runner.h"
#include "app/gui/window/session_recovery.h"
#include "app/gui/window/shared_docks.h"
#include "app/gui/window/status_row.h"
#include "app/gui/window/tab_order.h"
#include "app/gui/window/window_host.h"
#include "app/gui/window/window_look.h"

namespace baryscope {

MainWindow::MainWindow(const WindowRequest& request, SceneWidget::MakeView make_view)
    : m_frame(*this, std::move(make_view)) {
  setObjectName(QStringLiteral("main"));
  setWindowTitle(QStringLiteral("Baryscope"));
  resize(QSize(1600, 1000).boundedTo(screen()->availableSize()));
  // Results come as events of this window; none is delivered once it is gone.
  const auto post = [this](std::function<void()> work) {
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
  };
  const OptionValues first = options_of_session(request.options);
  m_session = std::make_unique<Session>(first, request.make_engine, post);
  m_session->draw_for_screen();
  m_session->begin_with(request.timeline);
  m_dispatcher = std::make_unique<Dispatcher>(
      *m_session, m_command_host,
      [this](const QString& text) { m_frame.message().show_message(text); });
  m_look =
      std::make_unique<WindowLook>(*m_dispatcher, m_frame.scene(), m_preferences, request.options);
  m_script = std::make_unique<ScriptRunner>(request.script, *m_dispatcher);
  m_host = std::make_unique<WindowHost>(WindowHost::Parts{
      *this, *m_dispatcher, m_frame.scene(), m_preferences, m_look->motion(), m_frame.messages()});
  m_host->connect_to(m_command_host);
  m_drops = std::make_unique<DropReaction>(*this, *m_dispatcher, *m_host);
  build_desks(request.options);
  build_menus();
  m_status = std::make_unique<StatusRow>(*this);
  m_results = std::make_unique<ResultReaction>(
      ResultReaction::Parts{*this, *m_session, m_frame, *m_shared_docks, *m_desks, *m_menus,
                            *m_status, *m_look},
      request.camera);
  connect_host();
  connect_session();
  follow_preferences();
  m_look->follow_motion([this](bool reduced) { m_desks->motion_changed(reduced); });
  m_preferences.place(*this);
  m_desks->restore_layout();
  m_frame.scene().setFocus();
  m_recovery = std::make_unique<SessionRecovery>(*m_dispatcher, m_frame.scene(), *m_host,
                                                 m_frame.messages());
}

MainWindow::~MainWindow() {
  // A field that lost the focus while it is torn down would tell an editor that is gone already.
  if (QWidget* held = focusWidget()) {
    const QSignalBlocker silent(held);
    held->clearFocus();
  }
  // The worker ends first: nothing is told to half a window.
  m_session->fall_silent();
  m_motion.reset();
  m_desks.reset();
  m_script.reset();
  m_look.reset();
  m_recovery.reset();
  m_frame.take_down();
}

int MainWindow::exit_code() const { return m_script->exit_code(); }

void MainWindow::build_desks(const OptionValues& options) {
  SceneWidget& scene = m_frame.scene();
  PairedScenes& scenes = m_frame.scenes();
  m_shared_docks = std::make_unique<SharedDocks>(*m_dispatcher);
  m_desks = std::make_unique<Desks>(make_desks({*this, *m_dispatcher, m_command_host, *m_host,
                                                scene, scenes, *m_shared_docks, m_frame.message()},
                                               options),
                                    *this, m_frame.docks().sizes(), m_preferences);
  m_picks = std::make_unique<PickReaction>(
      PickReaction::Parts{scene, scenes, *m_desks, *m_dispatcher, m_frame.message()});
  m_frame.place(*m_desks, *m_shared_docks);
  m_motion = std::make_unique<MotionReaction>(
      MotionReaction::Parts{*m_dispatcher, m_frame, *m_host, *m_desks});
  m_command_host.values_before_play = [this] { return m_motion->values_before(); };
}

void MainWindow::build_menus() {
  m_menus = std::make_unique<Menus>(*this, *m_dispatcher);
  m_frame.docks().add_menu(*m_menus->require_menu(QStringLiteral("View")));
  m_shared_docks->drawing().parts().follow_in(*m_menus);
  m_motion->follow_in(*m_menus);
  m_told = std::make_unique<MenuReactions>(*this, *m_menus, *m_dispatcher, m_preferences, *m_host);
  if (QAction* cancel = m_menus->action(QStringLiteral("cancel"))) {
    connect(cancel, &QAction::triggered, &m_frame.message(), &QWidget::hide);
  }
}

void MainWindow::connect_session() {
  m_session->on_changed_options = [this] { follow_options(); };
  m_session->on_changed_timeline = [this] {
    m_motion->timeline_changed();
    m_told->refresh();
    m_recovery->note();
  };
  m_session->on_finished = [this] {
    m_results->show();
    m_motion->result_shown();
  };
  m_session->on_error = [this](const std::string& message) { show_error(message); };
  m_session->on_selected = [this] { m_desks->in_front().selection_changed(); };
  m_session->on_busy = [this](bool busy) { follow_busy(busy); };
  m_session->on_progress = std::bind_front(&ProgressReaction::report, m_progress.get());
  // The window comes up first; then the worker opens the engine.
  QTimer::singleShot(0, this, [this] { m_dispatcher->run([this] { m_session->refresh(); }); });
}

void MainWindow::connect_host() {
  m_progress =
      std::make_unique<ProgressReaction>(ProgressReaction::Parts{*m_session, *m_host, *m_status});
  m_frame.scene().on_first_picture = [this] { m_script->start(); };
  m_host->on_preferences = [this] { follow_preferences(); };
  m_host->on_camera = [this](const Camera& camera) { m_results->look_through(camera); };
}

void MainWindow::follow_options() {
  m_frame.message().hide();
  for (const auto& desk : m_desks->all()) desk->options_changed();
  m_motion->options_changed();
  m_shared_docks->drawing().refresh();
  m_look->apply();
  m_told->refresh();
  m_recovery->note();
}

void MainWindow::follow_preferences() {
  m_look->apply();
  m_told->recent.refresh();
}

void MainWindow::follow_busy(bool busy) {
  if (!busy) m_results->end();
  m_progress->follow_busy(busy);
}

void MainWindow::show_error(const std::string& message) {
  const bool told =
      std::any_of(m_desks->all().begin(), m_desks->all().end(),
                  [&](const auto& desk) { return desk->take_failure(plain_words(message)); });
  if (!told) m_frame.message().show_message(to_qt(message));
  m_script->start();
}

void MainWindow::store_layout() {
  m_preferences.set_geometry(saveGeometry());
  m_desks->store_layouts();
}

void MainWindow::interrupt() {
  constexpr int interrupted = 130;
  store_layout();
  m_session->cancel();
  m_host->writer().cancel();
  m_host->films().cancel();
  for (const auto& desk : m_desks->all()) desk->interrupt();
  QApplication::exit(interrupted);
}

bool MainWindow::focusNextPrevChild(bool next) {
  return move_focus(*this, next) || QMainWindow::focusNextPrevChild(next);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  const bool may_close =
      std::ranges::all_of(m_desks->all(), [](const auto& desk) { return desk->may_close(); }) &&
      m_host->films().may_close();
  if (!may_close) {
    event->ignore();
    return;
  }
  m_motion->halt();
  store_layout();
  m_session->cancel();
  QMainWindow::closeEvent(event);
}

}  // namespace baryscope
