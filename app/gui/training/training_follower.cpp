#include "app/gui/training/training_follower.h"

#include <QThread>
#include <algorithm>
#include <exception>

#include "app/gui/scene/scene_widget.h"
#include "app/session/session_requests.h"
#include "core/base/error.h"
#include "core/tasks/task.h"

namespace baryscope {
namespace {

constexpr double k_look_again_s = 0.25;   // while nothing can be shown
constexpr double k_calm_s = 2;            // between pictures under reduced motion
constexpr int k_longest_frame_ms = 1000;  // a window that nobody sees draws none

/// The last layer that has the mechanism, counted from 0.
int shown_layer(const ModelShape& shape) {
  int layer = shape.n_layers / std::max(1, shape.every) * std::max(1, shape.every) - 1;
  if (shape.softmax_ends && layer == shape.n_layers - 1) layer -= std::max(1, shape.every);
  return layer < 0 ? shape.n_layers - 1 : layer;
}

/// True where the last request brought nothing, though nobody stopped it.
bool has_failed(const Session& session) {
  if (session.failure() == nullptr) return false;
  try {
    std::rethrow_exception(session.failure());
  } catch (const Cancelled&) {
    return false;
  } catch (...) {
    return true;
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> example_options(const TrainingRequest& request,
                                                                 const OptionValues& now,
                                                                 const std::string& model) {
  const auto task = make_task(request.task);
  std::vector<std::pair<std::string, std::string>> options{
      {"view", view_for(now, ViewSource::text)},  // also where samples are shown
      {"model", model},
      {"text", task->example_text()},
      {"text-b", ""},
      {"query", task->example_query()},
      {"layer", std::to_string(shown_layer(request.shape))},
      {"head", "0"}};
  // A lens of another model would stand before this one's own mechanism.
  for (const OptionSpec& spec : now.table().specs()) {
    if (spec.group == "mechanism" && now.is_set(spec.id)) {
      options.emplace_back(spec.id, spec.default_value);
    }
  }
  return options;
}

TrainingFollower::TrainingFollower(const Dispatcher& dispatcher, SceneWidget& scene)
    : m_dispatcher(dispatcher), m_scene(scene) {
  m_rest.setSingleShot(true);
  m_rest.setTimerType(Qt::PreciseTimer);
  QObject::connect(&m_rest, &QTimer::timeout, &m_rest, [this] { wake(); });
  QObject::connect(&m_scene, &QOpenGLWidget::frameSwapped, &m_rest, [this] {
    if (m_stage == Stage::drawing) drawn();
  });
}

TrainingRun* TrainingFollower::run() const { return m_dispatcher.session().training(); }

void TrainingFollower::begin(TrainingRun& /*run*/) {
  m_ended = false;
  m_adopted = false;
  m_refused = false;
  m_step = -1;
  m_n_pictures = 0;
  m_stage = Stage::idle;
  if (m_enabled) ask();
}

void TrainingFollower::set_enabled(bool enabled) {
  if (enabled == m_enabled) return;
  m_enabled = enabled;
  if (enabled) {
    m_adopted = false;
    m_refused = false;
    if (!m_ended) ask();
    return;
  }
  m_rest.stop();
  m_stage = Stage::idle;
  m_scene.set_live(false);
}

void TrainingFollower::wake() {
  const Session& session = m_dispatcher.session();
  const bool under_way = m_stage == Stage::analysing && session.busy();
  if (m_stage == Stage::analysing && !under_way) m_refused = has_failed(session);
  under_way ? m_rest.start(k_longest_frame_ms) : ask();
}

void TrainingFollower::ask() {
  if (!m_enabled || m_ended || run() == nullptr) return;
  const Session& session = m_dispatcher.session();
  if (!m_scene.isVisible() || session.busy() || m_refused) {
    rest(k_look_again_s);
    return;
  }
  m_stage = Stage::asked;
  run()->request_snapshot();
}

void TrainingFollower::training_changed() {
  const TrainingRun* training = run();
  if (m_ended || training == nullptr) return;
  if (!training->active()) {
    m_ended = true;
    m_rest.stop();
    m_stage = Stage::idle;
    const bool written = training->state().status != TrainingStatus::failed;
    if (m_enabled && written) show_snapshot();
    m_scene.set_live(false);
    return;
  }
  if (m_stage == Stage::asked && training->state().snapshot_step > m_step) {
    m_step = training->state().snapshot_step;
    show_snapshot();
  }
}

void TrainingFollower::show_snapshot() {
  if (!m_ended) {
    m_stage = Stage::analysing;
    m_rest.start(k_longest_frame_ms);
  }
  m_clock.start();
  m_drawn_before = m_scene.draw_seconds();
  m_setting = true;
  const bool asked = m_dispatcher.run([this] {
    Session& session = m_dispatcher.session();
    if (m_adopted) {
      session.refresh();
      return;
    }
    const TrainingRequest& request = run()->state().request;
    session.set_options(example_options(request, session.options(), request.output.string()));
    m_adopted = true;
    if (!session.busy()) session.refresh();  // the options were these already
  });
  m_setting = false;
  if (!asked) {
    set_enabled(false);
    if (on_left) on_left();
    return;
  }
  m_scene.set_live(!m_ended);
}

void TrainingFollower::result_shown(double window_seconds) {
  if (m_stage != Stage::analysing || m_dispatcher.session().busy()) return;
  m_cost.analysis =
      std::max(0.0, 1e-9 * static_cast<double>(m_clock.nsecsElapsed()) - window_seconds);
  m_cost.window = window_seconds;
  m_stage = Stage::drawing;
  m_rest.start(k_longest_frame_ms);
}

void TrainingFollower::drawn() {
  m_cost.window += m_scene.draw_seconds() - m_drawn_before;
  ++m_n_pictures;
  const int n_threads = run() == nullptr ? 1 : std::max(1, run()->state().request.n_threads);
  const double interval = std::max(picture_interval(m_cost, QThread::idealThreadCount(), n_threads),
                                   m_scene.reduced_motion() ? k_calm_s : 0.0);
  rest(std::max(0.0, interval - 1e-9 * static_cast<double>(m_clock.nsecsElapsed())));
}

void TrainingFollower::rest(double seconds) {
  m_stage = Stage::resting;
  m_rest.start(static_cast<int>(1000 * seconds));
}

void TrainingFollower::options_changed() {
  if (!m_enabled || !m_adopted || m_setting || m_ended || run() == nullptr) return;
  if (m_dispatcher.session().options().text("model") == run()->state().request.output.string()) {
    m_refused = false;
    // What was being analysed for this picture was given up for what the person asked.
    if (m_stage == Stage::analysing || m_stage == Stage::drawing) rest(k_look_again_s);
    return;
  }
  set_enabled(false);
  if (on_left) on_left();
}

}  // namespace baryscope
