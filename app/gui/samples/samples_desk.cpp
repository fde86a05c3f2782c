#include "app/gui/samples/samples_desk.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <algorithm>
#include <utility>

#include "app/gui/attention/sentence_bar.h"
#include "app/gui/samples/samples_inspector.h"
#include "app/gui/samples/samples_panel.h"
#include "app/gui/samples/samples_results.h"
#include "app/gui/samples/samples_scene.h"
#include "app/gui/samples/samples_table.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/preferences.h"
#include "app/gui/window/window_host.h"

namespace baryscope {
namespace {

constexpr int k_evaluate_after_ms = 700;
constexpr int k_most_points_evaluated = 3000;  // without being asked
constexpr int k_live_ms = 450;                 // results that follow each other faster are a drag
constexpr int k_tall_window = 860;

/// Of a pair the rows of both, each sampler once.
std::shared_ptr<const SamplingEvaluation> joined(const Session::Evaluations& all) {
  if (all.empty() || all.front() == nullptr) return nullptr;
  if (all.size() == 1) return all.front();
  auto both = std::make_shared<SamplingEvaluation>(*all.front());
  for (const EvaluationRow& row : all.back()->rows) {
    const bool there = std::any_of(both->rows.begin(), both->rows.end(),
                                   [&](const auto& each) { return each.sampler == row.sampler; });
    if (!there) both->rows.push_back(row);
  }
  return both;
}

}  // namespace

SamplesDesk::SamplesDesk(Parts parts)
    : m_parts(parts),
      m_panel(new SamplesPanel(parts.dispatcher)),
      m_results(new SamplesResults),
      m_table(new SamplesTable),
      m_player(new StepPlayer),
      m_attention_docks(parts.docks.docks()),
      m_samples_layout(parts.preferences.samples_docks()) {
  m_panel_dock = m_parts.docks.add(tr("Samples"), "dock-samples", m_panel, Qt::LeftDockWidgetArea);
  m_results_dock =
      m_parts.docks.add(tr("Results"), "dock-sample-results", m_results, Qt::RightDockWidgetArea);
  m_panel_dock->hide();
  m_results_dock->hide();
  m_parts.tables.addWidget(m_table);
  m_player->hide();

  m_evaluate.setSingleShot(true);
  m_evaluate.setInterval(k_evaluate_after_ms);
  QObject::connect(&m_evaluate, &QTimer::timeout, &m_evaluate, [this] { start_evaluation(); });
  m_quiet.setSingleShot(true);
  m_quiet.setInterval(k_live_ms);
  QObject::connect(&m_quiet, &QTimer::timeout, &m_quiet, [this] {
    if (!m_player->playing()) m_parts.scene.set_live(false);
  });
  m_since.start();

  const Dispatcher& dispatcher = m_parts.dispatcher;
  m_panel->on_new_seed = [&dispatcher] {
    dispatcher.set_option("seed", QString::number(QRandomGenerator::global()->bounded(1, 10000)));
  };
  m_results->on_evaluate = [this] {
    m_evaluation_failure.clear();
    m_parts.dispatcher.run([this] { m_parts.dispatcher.session().evaluate_samples(); });
    evaluation_changed();
  };
  m_table->on_select = [this](const Selection& selection) { select(selection); };
  m_player->busy = [&dispatcher] { return dispatcher.session().busy(); };
  m_player->on_step = [this](const std::string& value) {
    m_parts.dispatcher.run([&] { m_parts.dispatcher.session().drag_option("step", value); });
  };
  m_player->on_go = [&dispatcher](const std::string& value) {
    dispatcher.set_option("step", to_qt(value));
  };
  m_player->on_play = [this](bool playing) { set_playing(playing); };
  m_player->on_another_point = [this] { another_point(); };
}

SamplesDesk::~SamplesDesk() = default;

void SamplesDesk::connect_to(WindowHost& host) {
  m_panel->on_open_data = [&host] { host.open_data_with_dialog(); };
  host.add_action("show-samples-panel", [this] { show_panel(); });
  host.add_action("play-steps", [this] {
    if (m_active) m_player->toggle();
  });
  host.add_action("open-data", [&host] { host.open_data_with_dialog(); });
  host.add_action("save-samples", [&host] { host.save_samples_with_dialog(); });
}

void SamplesDesk::show_panel() {
  if (!m_active) m_parts.dispatcher.set_option("view", QStringLiteral("samples"));
  m_panel_dock->show();
  m_panel_dock->raise();
  m_panel->focus_sampler();
}

const SamplingStudy* SamplesDesk::study(bool second) const {
  if (m_finished == nullptr || m_finished->studies.empty()) return nullptr;
  const auto& studies = m_finished->studies;
  return second && studies.size() > 1 ? studies.back().get() : studies.front().get();
}

void SamplesDesk::show(const std::shared_ptr<const Finished>& finished, bool adopt_camera) {
  const SamplingStudy* before = study(false);
  const std::shared_ptr<const DataSet> data_before = before == nullptr ? nullptr : before->data;
  const bool new_studies = m_finished == nullptr || m_finished->studies != finished->studies;
  m_finished = finished;
  const SamplingStudy& now = *study(false);
  enter();
  // Of the same data a person keeps the camera; the scene's own differs by a hair only.
  const bool same_data = data_before == now.data;
  const bool same_kind =
      before != nullptr && data_before->name == now.data->name && m_parts.scene.cameras().touched();
  if (m_since.restart() < k_live_ms || m_player->playing()) {
    m_parts.scene.set_live(true, false);
    m_quiet.start();
  }
  if (new_studies) {
    if (!same_data && m_selection.kind == Selection::Kind::data_point) m_selection = {};
    m_panel->show_studies(finished->studies);
    m_results->show_studies(finished->studies);
    m_table->show_study(finished->studies.front());
    m_evaluation_failure.clear();
    m_evaluate.start();
  }
  follow_options();
  show_scenes(adopt_camera ? CameraUse::adopt
              : same_data  ? CameraUse::keep
              : same_kind  ? CameraUse::follow
                           : CameraUse::adopt);
  show_inspector();
  evaluation_changed();
}

/// `sample` is the selection too, however it was set.
void SamplesDesk::follow_options() {
  const OptionValues& options = m_parts.dispatcher.session().options();
  m_player->show_step(options.text("step"));
  const auto sample = options.find_integer("sample");
  const bool selected = m_selection.kind == Selection::Kind::synthetic_point && !m_selected_second;
  if (sample && study(false) != nullptr && *sample < study(false)->resampled.synthetic.size()) {
    if (!selected || m_selection.token != *sample) {
      m_selection = {Selection::Kind::synthetic_point, static_cast<int>(*sample)};
      m_selected_second = false;
    }
  } else if (selected) {
    m_selection = {};
  }
  m_table->show_selection(m_selection);
}

void SamplesDesk::show_scenes(CameraUse camera) {
  if (m_finished == nullptr || m_finished->scene == nullptr) return;
  const auto& studies = m_finished->studies;
  // A row of the data is in both pictures, a synthetic point in its own.
  const bool both = m_selection.kind == Selection::Kind::data_point;
  const Selection first = both || !m_selected_second ? m_selection : Selection{};
  const Selection second = both || m_selected_second ? m_selection : Selection{};
  m_parts.scenes.show_second(studies.size() > 1
                                 ? with_mark(m_finished->compared_scene, *studies.back(), second)
                                 : nullptr);
  m_parts.scene.set_scene(with_mark(m_finished->scene, *studies.front(), first), camera);
}

void SamplesDesk::show_inspector() {
  if (const SamplingStudy* shown = study(m_selected_second)) {
    m_parts.inspector.show_content(samples_content(*shown, m_selection));
  }
}

void SamplesDesk::select(const Selection& selection, bool in_second) {
  const SamplingStudy* shown = study(in_second);
  if (shown == nullptr) return;
  const Session& session = m_parts.dispatcher.session();
  const bool known = has_sample(*shown, selection);
  m_selection = known ? selection : Selection{};
  m_selected_second = known && in_second;
  const std::string& sample = session.options().text("sample");
  const bool synthetic = m_selection.kind == Selection::Kind::synthetic_point && !in_second;
  if (synthetic) {
    if (sample != std::to_string(m_selection.token)) {
      m_parts.dispatcher.run_line("select-sample " + std::to_string(m_selection.token));
    }
  } else if (sample != "auto") {
    m_parts.dispatcher.run_line("select-sample");
  }
  if (!in_second) m_table->show_selection(m_selection);
  show_scenes(CameraUse::keep);
  show_inspector();
}

void SamplesDesk::pick(const Selection& selection, bool in_second) {
  select(selection, in_second);
  auto* dock = qobject_cast<QDockWidget*>(m_parts.inspector.parentWidget());
  if (m_selection.is_sample() && dock != nullptr &&
      m_parts.window.tabifiedDockWidgets(dock).contains(m_results_dock)) {
    dock->raise();
  }
}

QString SamplesDesk::words(const Selection& selection, bool in_second) const {
  const SamplingStudy* shown = study(in_second);
  return shown == nullptr ? QString() : sample_words(*shown, selection);
}

QString SamplesDesk::title_words() const {
  QStringList titles;
  for (const auto& each : m_finished->studies) titles << to_qt(title(*each));
  return titles.join(QStringLiteral(" | "));
}

QString SamplesDesk::finding_words() const {
  QStringList findings;
  for (const auto& each : m_finished->studies) findings << to_qt(finding(*each));
  return findings.join(QStringLiteral(" | "));
}

void SamplesDesk::options_changed() {
  m_panel->refresh();
  if (m_active) m_player->show_step(m_parts.dispatcher.session().options().text("step"));
}

void SamplesDesk::set_reduced_motion(bool reduced) { m_player->set_reduced_motion(reduced); }

void SamplesDesk::set_playing(bool playing) {
  m_parts.scene.set_live(playing, false);
  if (!playing) m_parts.dispatcher.session().end_drag();
}

void SamplesDesk::another_point() {
  const SamplingStudy* shown = study(false);
  const int n = shown == nullptr ? 0 : shown->resampled.synthetic.size();
  if (n == 0) return;
  const auto sample = m_parts.dispatcher.session().options().find_integer("sample");
  const int next = sample ? static_cast<int>((*sample + 1) % n) : 0;
  m_parts.dispatcher.run_line("select-sample " + std::to_string(next));
}

void SamplesDesk::start_evaluation() {
  const Session& session = m_parts.dispatcher.session();
  const SamplingStudy* shown = study(false);
  if (!m_active || shown == nullptr || shown->data->n_points() > k_most_points_evaluated ||
      shown->request.classifier == "none" || session.evaluating() ||
      session.evaluation() != nullptr) {
    return;
  }
  if (session.busy()) {
    m_evaluate.start();
    return;
  }
  m_parts.dispatcher.run([this] { m_parts.dispatcher.session().evaluate_samples(); });
  evaluation_changed();
}

void SamplesDesk::evaluation_moved(double fraction) { m_results->show_progress(fraction); }

void SamplesDesk::evaluation_changed() {
  const SamplingStudy* shown = study(false);
  if (shown == nullptr) return;
  const Session& session = m_parts.dispatcher.session();
  m_evaluating = session.evaluating();
  using Scores = SamplesResults::Scores;
  const auto now = joined(session.evaluations());
  if (now != nullptr) m_known = now;
  if (shown->request.classifier == "none") {
    m_results->show_scores(Scores::none, nullptr,
                           tr("Choose a classifier to see what sampling changes."));
  } else if (now != nullptr) {
    QString words =
        tr("%1, %2 folds of %3 points")
            .arg(now->classifier == "knn" ? tr("5 nearest neighbours") : tr("logistic regression"))
            .arg(now->n_folds)
            .arg(now->n_points);
    for (const std::string& note : now->notes) words += QLatin1Char('\n') + to_qt(note);
    m_results->show_scores(Scores::known, now, words);
  } else if (session.evaluating()) {
    m_results->show_scores(Scores::running, m_known, tr("evaluating…"));
  } else if (!m_evaluation_failure.isEmpty()) {
    m_results->show_scores(Scores::waiting, nullptr, m_evaluation_failure);
  } else {
    m_results->show_scores(
        Scores::waiting, m_known,
        shown->data->n_points() > k_most_points_evaluated
            ? tr("So many points take a while: press the button.")
            : tr("5-fold cross-validation follows at once.")
                  .replace(QLatin1Char('5'), QString::number(shown->request.n_folds)));
  }
}

bool SamplesDesk::take_failure(const QString& message) {
  if (!std::exchange(m_evaluating, false) || !m_parts.dispatcher.session().evaluation_failure()) {
    return false;
  }
  m_evaluation_failure = message;
  evaluation_changed();
  return true;
}

QByteArray SamplesDesk::attention_layout() const {
  return m_active ? m_attention_layout : m_parts.window.saveState();
}

void SamplesDesk::store_layout() {
  if (m_active) m_samples_layout = m_parts.window.saveState();
  if (!m_samples_layout.isEmpty()) m_parts.preferences.set_samples_docks(m_samples_layout);
}

void SamplesDesk::enter() {
  if (m_active) return;
  m_active = true;
  m_attention_layout = m_parts.window.saveState();
  m_parts.sentence.hide();
  m_parts.tables.setCurrentWidget(m_table);
  if (m_samples_layout.isEmpty() || !m_parts.window.restoreState(m_samples_layout)) arrange();
  m_player->show();
}

void SamplesDesk::leave() {
  if (!m_active) return;
  m_player->stop();
  m_evaluate.stop();
  m_active = false;
  m_finished.reset();
  m_selection = {};
  m_samples_layout = m_parts.window.saveState();
  m_player->hide();
  m_parts.tables.setCurrentIndex(0);
  m_parts.scene.set_live(false);
  m_panel_dock->hide();
  m_results_dock->hide();
  m_parts.window.restoreState(m_attention_layout);
  m_parts.sentence.show();
}

/// The arrangement before a person made another: what goes in on the left, what comes out on the
/// right.
void SamplesDesk::arrange() {
  QMainWindow& window = m_parts.window;
  std::vector<QDockWidget*> kept;
  for (QDockWidget* dock : m_attention_docks) {
    const QString name = dock->objectName();
    const bool keep = name == QLatin1String("dock-inspector") ||
                      name == QLatin1String("dock-table") || name == QLatin1String("dock-drawing");
    if (keep) {
      kept.push_back(dock);
    } else {
      dock->hide();
    }
  }
  window.addDockWidget(Qt::LeftDockWidgetArea, m_panel_dock);
  window.addDockWidget(Qt::RightDockWidgetArea, m_results_dock);
  m_panel_dock->show();
  m_results_dock->show();
  const bool tall = window.height() >= k_tall_window;
  QDockWidget* last = m_results_dock;
  for (QDockWidget* dock : kept) {
    dock->setFloating(false);
    if (tall && dock == kept.front()) {
      window.addDockWidget(Qt::RightDockWidgetArea, dock);
      window.splitDockWidget(m_results_dock, dock, Qt::Vertical);
    } else {
      window.addDockWidget(Qt::RightDockWidgetArea, dock);
      window.tabifyDockWidget(last, dock);
    }
    dock->show();
    last = dock;
  }
  (tall && !kept.empty() ? kept.front() : m_results_dock)->raise();
  QTimer::singleShot(0, &window, [this, tall, kept] {
    m_parts.window.resizeDocks({m_panel_dock, m_results_dock}, {324, 330}, Qt::Horizontal);
    if (tall && !kept.empty()) {
      m_parts.window.resizeDocks({m_results_dock, kept.front()}, {650, 300}, Qt::Vertical);
    }
  });
}

}  // namespace baryscope
