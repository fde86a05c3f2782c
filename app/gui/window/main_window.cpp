#include "app/gui/window/main_window.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QMenu>
#include <QScreen>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>
#include <utility>

#include "app/gui/attention/drawn_table.h"
#include "app/gui/attention/head_panel.h"
#include "app/gui/attention/mechanism_panel.h"
#include "app/gui/attention/sentence_bar.h"
#include "app/gui/samples/samples_desk.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/training/training_desk.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/drawing_panel.h"
#include "app/gui/window/menus.h"
#include "app/gui/window/progress_row.h"
#include "app/gui/window/script_runner.h"
#include "app/gui/window/session_recovery.h"
#include "app/gui/window/system_theme.h"
#include "app/gui/window/window_host.h"

namespace baryscope {

MainWindow::MainWindow(const WindowRequest& request, SceneWidget::MakeView make_view)
    : m_docks(*this),
      m_next_camera(request.camera),
      m_scene(new SceneWidget(make_view)),
      m_scenes(new PairedScenes(m_scene, std::move(make_view))) {
  setObjectName(QStringLiteral("main"));
  setWindowTitle(QStringLiteral("Baryscope"));
  setAcceptDrops(true);
  resize(QSize(1600, 1000).boundedTo(screen()->availableSize()));
  // Results come from the worker as events of this window; none is delivered once it is gone.
  const auto post = [this](std::function<void()> work) {
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
  };
  m_session =
      std::make_unique<Session>(without_training(request.options), request.make_engine, post);
  m_dispatcher = std::make_unique<Dispatcher>(
      *m_session, m_command_host, [this](const QString& text) { m_message->show_message(text); });
  m_system_theme = std::make_unique<SystemTheme>([this](bool dark) {
    m_dispatcher->run([&] { m_session->set_system_theme(dark ? "dark" : "light"); });
    if (m_scene->isVisible()) apply_preferences();
  });
  m_script = std::make_unique<ScriptRunner>(request.script, *m_dispatcher);
  apply_preferences();
  build_center();
  build_docks(request.options);
  m_host = std::make_unique<WindowHost>(
      WindowHost::Parts{*this, *m_dispatcher, *m_scene, *m_sentence, m_preferences});
  m_host->connect_to(m_command_host);
  m_desk->connect_to(*m_host, m_command_host);
  m_samples->connect_to(*m_host);
  build_menus();
  build_status();
  connect_session();
  connect_parts();
  apply_preferences();
  refresh_recent();
  restoreGeometry(m_preferences.geometry());
  // Restoring leaves room for a title bar, also where nobody draws one.
  if (!isMaximized() && !isFullScreen()) {
    setGeometry(geometry().intersected(screen()->availableGeometry()));
  }
  restoreState(m_preferences.docks());
  m_scene->setFocus();
  if (request.options.text("train") != "none") {
    QTimer::singleShot(0, this, [this] { m_desk->show(); });  // docks have their places then
  }
  refresh_history();
  m_recovery = std::make_unique<SessionRecovery>(
      *m_dispatcher, *m_scene, *m_host, *static_cast<QBoxLayout*>(centralWidget()->layout()));
}

MainWindow::~MainWindow() {
  // A field that lost the focus while it is torn down would tell an editor that is gone already.
  if (QWidget* held = focusWidget()) {
    const QSignalBlocker silent(held);
    held->clearFocus();
  }
  // The worker ends first: nothing is told to half a window.
  m_session->on_finished = nullptr;
  m_session->on_error = nullptr;
  m_session->on_busy = nullptr;
  m_session->on_selected = nullptr;
  m_session->on_progress = nullptr;
  m_session->on_changed_options = nullptr;
  m_session->on_evaluated = nullptr;
  m_session->on_evaluation_progress = nullptr;
  m_desk.reset();
  m_samples.reset();
  m_script.reset();
  m_system_theme.reset();
  m_recovery.reset();
  delete takeCentralWidget();
  for (QDockWidget* dock : m_docks.docks()) delete dock;
}

int MainWindow::exit_code() const { return m_script->exit_code(); }

void MainWindow::build_center() {
  auto* center = new QWidget;
  auto* column = new QVBoxLayout(center);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  m_message = new MessageBar;
  m_sentence = new SentenceBar(*m_dispatcher);
  m_scene->setObjectName(QStringLiteral("scene"));
  m_scene->setAccessibleName(tr("Picture"));
  column->addWidget(m_message);
  column->addWidget(m_sentence);
  column->addWidget(m_scenes, 1);
  setCentralWidget(center);
}

void MainWindow::build_docks(const OptionValues& options) {
  m_head = new HeadPanel(*m_dispatcher);
  m_head->setMinimumHeight(320);  // the grid of a small model, whole
  m_mechanism = new MechanismPanel(*m_dispatcher);
  m_drawing = new DrawingPanel(*m_dispatcher);
  m_inspector = new InspectorPanel;
  m_table = new DrawnTable;
  m_tables = new QStackedWidget;
  m_tables->addWidget(m_table);
  QDockWidget* head =
      m_docks.add(tr("Model and Head"), "dock-head", m_head, Qt::LeftDockWidgetArea);
  QDockWidget* mechanism =
      m_docks.add(tr("Mechanism"), "dock-mechanism", m_mechanism, Qt::LeftDockWidgetArea);
  QDockWidget* inspector =
      m_docks.add(tr("Inspector"), "dock-inspector", m_inspector, Qt::RightDockWidgetArea);
  QDockWidget* table = m_docks.add(tr("Table"), "dock-table", m_tables, Qt::RightDockWidgetArea);
  QDockWidget* drawing =
      m_docks.add(tr("Drawing"), "dock-drawing", m_drawing, Qt::RightDockWidgetArea);
  tabifyDockWidget(inspector, table);
  tabifyDockWidget(table, drawing);
  m_training =
      new TrainingPanel(options, [this](const QString& text) { m_message->show_message(text); });
  QDockWidget* training =
      m_docks.add(tr("Training"), "dock-training", m_training, Qt::RightDockWidgetArea);
  tabifyDockWidget(drawing, training);
  training->hide();  // until it is asked for
  m_desk = std::make_unique<TrainingDesk>(
      TrainingDesk::Parts{*this, *m_dispatcher, *m_scene, *training, *m_training});
  m_samples = std::make_unique<SamplesDesk>(
      SamplesDesk::Parts{*this, *m_dispatcher, m_docks, *m_scene, *m_scenes, *m_sentence,
                         *m_inspector, *m_tables, m_preferences});
  centralWidget()->layout()->addWidget(m_samples->player());
  inspector->raise();
  resizeDocks({head, inspector}, {292, 312}, Qt::Horizontal);
  resizeDocks({head, mechanism}, {395, 505}, Qt::Vertical);
}

void MainWindow::build_menus() {
  m_menus = std::make_unique<Menus>(*this, *m_dispatcher);
  QMenu* view = m_menus->require_menu(QStringLiteral("View"));
  view->addSeparator();
  QMenu* panels = view->addMenu(tr("Panels"));
  for (QDockWidget* dock : m_docks.docks()) panels->addAction(dock->toggleViewAction());
  if (QAction* cancel = m_menus->action(QStringLiteral("cancel"))) {
    connect(cancel, &QAction::triggered, m_message, &QWidget::hide);
  }
  QMenu* file = m_menus->require_menu(QStringLiteral("File"));
  m_recent = new QMenu(tr("Open Recent"), file);
  QAction* first = file->actions().size() > 1 ? file->actions().at(1) : nullptr;
  file->insertMenu(first, m_recent);
}

void MainWindow::build_status() {
  m_finding = new QLabel;
  m_finding->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_finding->setAccessibleName(tr("Finding"));
  m_finding->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_progress = new ProgressRow;
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(m_finding, 1);
  statusBar()->addPermanentWidget(m_progress);
}

void MainWindow::connect_session() {
  m_session->on_changed_options = [this] { refresh_options(); };
  m_session->on_finished = [this] { m_desk->show_result([this] { show_result(); }); };
  m_session->on_error = [this](const std::string& message) { show_error(message); };
  m_session->on_evaluated = [this] { m_samples->evaluation_changed(); };
  m_session->on_evaluation_progress = [this](double fraction, const std::string&) {
    m_samples->evaluation_moved(fraction);
  };
  m_session->on_selected = [this] { show_selection(); };
  m_session->on_busy = [this](bool busy) { show_busy(busy); };
  m_session->on_progress = [this](double fraction, const std::string& step) {
    if (m_session->busy()) m_progress->report(fraction, to_qt(step));
  };
  // The window comes up first; then the worker opens the engine.
  QTimer::singleShot(0, this, [this] { m_dispatcher->run([this] { m_session->refresh(); }); });
}

void MainWindow::connect_parts() {
  m_progress->on_cancel = [this] {
    m_session->cancel();
    m_host->cancel_save();
  };
  m_head->on_open_model = [this] { m_host->open_with_dialog(); };
  m_head->on_open_compared = [this] { m_host->compare_with_dialog(); };
  m_table->on_select = [this](const Selection& selection) { select(selection); };
  connect_picking();
  m_sentence->on_hint = [this](const QString& text) {
    text.isEmpty() ? statusBar()->clearMessage() : statusBar()->showMessage(text);
  };
  m_scene->on_first_picture = [this] { m_script->start(); };
  m_host->on_preferences = [this] {
    apply_preferences();
    refresh_recent();
  };
  m_host->on_notice = [this](const QString& text) { statusBar()->showMessage(text, 6000); };
  m_host->on_saving = [this](const QString& step) {
    step.isEmpty() ? m_progress->finish() : m_progress->start(step);
  };
  m_host->on_camera = [this](const Camera& camera) {
    const bool there = m_session->options() == m_session->shown_options();
    there ? m_scene->look_through(camera) : void(m_next_camera = camera);
  };
}

void MainWindow::refresh_options() {
  m_message->hide();
  m_sentence->refresh();
  m_head->refresh();
  m_mechanism->refresh();
  m_drawing->refresh();
  m_samples->options_changed();
  apply_preferences();
  refresh_history();
  if (m_recovery != nullptr) m_recovery->note();
  m_desk->options_changed();
}

}  // namespace baryscope
