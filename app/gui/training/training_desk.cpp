#include "app/gui/training/training_desk.h"

#include <QApplication>
#include <QDockWidget>
#include <QMainWindow>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <system_error>
#include <utility>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_follower.h"
#include "app/gui/training/training_panel.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/shared_docks.h"
#include "app/gui/window/window_host.h"
#include "app/session/session_requests.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

/// By its name where it lies among this user's models, else by its path.
std::string model_name(const std::filesystem::path& folder) {
  std::error_code error;
  const bool own = std::filesystem::equivalent(folder.parent_path(), own_models_folder(), error);
  return own && !error ? folder.filename().string() : folder.string();
}

/// The folder of this user's models is not there before the first one.
void make_parent(const std::filesystem::path& folder) {
  const std::filesystem::path parent = folder.parent_path();
  std::error_code error;
  if (!parent.empty()) std::filesystem::create_directories(parent, error);
  if (error) {
    throw Error("cannot make the folder " + parent.string() + ": " + error.message() +
                "; choose another one under Folder");
  }
}

}  // namespace

TrainingDesk::TrainingDesk(const DeskParts& parts, const OptionValues& options)
    : m_parts(parts),
      m_panel(new TrainingPanel(options, [&message = parts.message](
                                             const QString& text) { message.show_message(text); })),
      m_follower(std::make_unique<TrainingFollower>(parts.dispatcher, parts.scene)) {
  connect_parts();
  if (options.text("train") != "none") {
    // The docks have their places then.
    QTimer::singleShot(0, m_panel, [this] { show_dock(); });
  }
}

TrainingDesk::~TrainingDesk() {
  if (TrainingRun* training = run()) training->on_change = nullptr;
}

TrainingRun* TrainingDesk::run() const { return m_parts.dispatcher.session().training(); }

void TrainingDesk::connect_parts() {
  m_panel->on_start = [this] { start(); };
  m_panel->on_go_on = [this] { go_on(); };
  m_panel->on_pause = [this] { m_parts.dispatcher.run([this] { pause(); }); };
  m_panel->on_stop = [this] { m_parts.dispatcher.run([this] { stop(); }); };
  m_panel->on_open = [this] { open_model(); };
  m_panel->on_follow = [this](bool on) { m_follower->set_enabled(on); };
  m_follower->on_left = [this] { m_panel->set_follows(false); };
  WindowHost& host = m_parts.host;
  host.add_action("show-training", [this] { show_dock(); });
  host.add_action("start-training", [this] { begin(m_panel->form().request()); });
  host.add_action("pause-training", [this] { pause(); });
  host.add_action("stop-training", [this] { stop(); });
  m_parts.commands.set_training = [this](std::string_view id, std::string_view value) {
    m_panel->form().set(id, value);
  };
}

void TrainingDesk::add_docks(DockArea& docks) {
  m_dock = docks.add(tr("Training"), "dock-training", m_panel, Qt::RightDockWidgetArea);
  m_parts.window.tabifyDockWidget(m_parts.docks.docks().back(), m_dock);
  m_dock->hide();
}

void TrainingDesk::show_dock() {
  m_dock->show();
  m_dock->raise();
  m_panel->focus_start();
}

void TrainingDesk::start() {
  m_parts.dispatcher.run([this] { begin(m_panel->form().request()); });
}

void TrainingDesk::begin(TrainingRequest request) {
  make_parent(request.output);
  m_panel->show_message({});
  TrainingRun& started = m_parts.dispatcher.session().start_training(std::move(request));
  m_panel->form().begin_anew();  // the next one
  started.on_change = [this] { changed(); };
  m_dock->show();
  // The picture of the training comes with the docks of a text.
  m_dock_wanted = shows_samples(m_parts.dispatcher.session().options());
  m_follower->begin(started);
  changed();
}

void TrainingDesk::go_on() {
  const TrainingRun* before = run();
  if (before == nullptr) return;
  TrainingRequest request = before->state().request;
  request.resume = true;
  m_parts.dispatcher.run([&] { begin(std::move(request)); });
}

void TrainingDesk::pause() {
  TrainingRun* training = run();
  if (training == nullptr || !training->active()) throw UsageError("no training runs");
  training->pause(training->state().status != TrainingStatus::paused);
}

void TrainingDesk::stop() {
  TrainingRun* training = run();
  if (training == nullptr || !training->active()) throw UsageError("no training runs");
  training->stop();
}

void TrainingDesk::open_model() {
  const TrainingRun* trained = run();
  if (trained == nullptr) return;
  m_parts.dispatcher.run([&] {
    Session& session = m_parts.dispatcher.session();
    const TrainingRequest& request = trained->state().request;
    session.set_options(example_options(request, session.options(), model_name(request.output)));
  });
}

void TrainingDesk::changed() {
  const TrainingRun* training = run();
  if (training == nullptr) return;
  m_panel->show_state(&training->state());
  m_follower->training_changed();
  if (!training->active()) ended();
}

void TrainingDesk::ended() {
  const TrainingState& state = run()->state();
  if (state.status == TrainingStatus::failed) {
    m_close_at_end = false;
    if (!m_parts.window.isVisible()) m_parts.window.show();
    if (!m_dock->isVisible()) m_parts.dispatcher.run([&] { throw Error(state.message); });
    return;
  }
  if (m_parts.host.on_notice && state.result) {
    const QString what = state.result->stopped
                             ? tr("Stopped at step %1").arg(step_text(state.result->steps_done))
                             : tr("Trained");
    m_parts.host.on_notice(tr("%1: %2, %3 of fresh examples right")
                               .arg(what, to_qt(model_name(state.request.output)),
                                    accuracy_text(state.result->metrics.accuracy)));
  }
  if (!m_close_at_end) return;
  const bool hidden = !m_parts.window.isVisible();
  // The run tells of its end from within itself.
  QTimer::singleShot(0, &m_parts.window, [this, hidden] {
    m_parts.window.close();
    if (hidden) QApplication::quit();
  });
}

bool TrainingDesk::may_close() {
  const TrainingRun* training = run();
  if (training == nullptr || !training->active()) return true;
  if (m_close_at_end && training->state().status == TrainingStatus::stopping) return false;
  ask_before_closing();
  return false;
}

void TrainingDesk::ask_before_closing() {
  if (m_parts.window.findChild<QMessageBox*>(QStringLiteral("close-while-training"))) return;
  auto* box = new QMessageBox(QMessageBox::Question, tr("A training is running"),
                              tr("A training is running."), QMessageBox::NoButton, &m_parts.window);
  box->setObjectName(QStringLiteral("close-while-training"));
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setInformativeText(
      tr("Stopped, it keeps the model as it is now, and the training can go on later. It "
         "can also be trained to its end without the window."));
  QPushButton* stop_now = box->addButton(tr("Stop and Keep"), QMessageBox::AcceptRole);
  stop_now->setObjectName(QStringLiteral("close-stop"));
  QPushButton* train_on =
      box->addButton(tr("Train to the End, Then Close"), QMessageBox::ActionRole);
  train_on->setObjectName(QStringLiteral("close-later"));
  QPushButton* cancel = box->addButton(QMessageBox::Cancel);
  box->setDefaultButton(stop_now);
  box->setEscapeButton(cancel);
  QObject::connect(stop_now, &QPushButton::clicked, &m_parts.window, [this] {
    m_close_at_end = true;
    TrainingRun* training = run();
    training != nullptr && training->active()
        ? training->stop()
        : QTimer::singleShot(0, &m_parts.window, &QWidget::close);
  });
  QObject::connect(train_on, &QPushButton::clicked, &m_parts.window, [this] {
    TrainingRun* training = run();
    m_close_at_end = true;
    if (training == nullptr || !training->active()) {
      QTimer::singleShot(0, &m_parts.window, &QWidget::close);
      return;
    }
    training->pause(false);
    m_parts.window.hide();
  });
  box->open();
}

void TrainingDesk::result_shown(double seconds) {
  if (m_dock_wanted && !shows_samples(m_parts.dispatcher.session().shown_options())) {
    m_dock_wanted = false;
    m_dock->show();
    m_dock->raise();
  }
  m_follower->result_shown(seconds);
}

void TrainingDesk::options_changed() { m_follower->options_changed(); }

void TrainingDesk::interrupt() {
  if (TrainingRun* training = run()) training->stop();
}

}  // namespace baryscope
