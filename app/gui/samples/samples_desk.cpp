#include "app/gui/samples/samples_desk.h"

#include <QInputDialog>
#include <QMainWindow>
#include <QRandomGenerator>
#include <QStackedWidget>
#include <exception>
#include <utility>

#include "app/commands/selection_command.h"
#include "app/gui/samples/samples_inspector.h"
#include "app/gui/samples/samples_panel.h"
#include "app/gui/samples/samples_results.h"
#include "app/gui/samples/samples_scores.h"
#include "app/gui/samples/samples_table.h"
#include "app/gui/samples/step_player.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/shared_docks.h"
#include "app/gui/window/window_host.h"
#include "core/sampling/data/data_source.h"
#include "viz/views/view_list.h"

namespace baryscope {
namespace {

constexpr int k_live_ms = 450;  // results that follow each other faster are a drag

}  // namespace

SamplesDesk::SamplesDesk(const DeskParts& parts)
    : m_parts(parts),
      m_docks(parts.window, parts.docks),
      m_panel(new SamplesPanel(parts.dispatcher)),
      m_results(new SamplesResults),
      m_table(new SamplesTable),
      m_player(new StepPlayer),
      m_scores(std::make_unique<SamplesScores>(parts.dispatcher, *m_results)) {
  m_parts.docks.tables().addWidget(m_table);
  m_player->hide();
  m_quiet.setSingleShot(true);
  m_quiet.setInterval(k_live_ms);
  QObject::connect(&m_quiet, &QTimer::timeout, &m_quiet, [this] {
    if (!m_player->playing()) m_parts.scene.set_live(false);
  });
  m_since.start();
  m_table->on_select = [&dispatcher = m_parts.dispatcher](const Selection& selection) {
    dispatcher.run_line(selection_command(selection));
  };
  connect_actions();
  connect_player();
}

SamplesDesk::~SamplesDesk() = default;

void SamplesDesk::connect_actions() {
  WindowHost& host = m_parts.host;
  m_panel->on_open_data = [&host] { host.open_data_with_dialog(); };
  m_panel->on_new_seed = [&dispatcher = m_parts.dispatcher] {
    dispatcher.set_option("seed", QString::number(QRandomGenerator::global()->bounded(1, 10000)));
  };
  host.add_action("show-samples-panel", [this] { show_panel(); });
  host.add_action("play-steps", [this] {
    if (m_active) m_player->toggle();
  });
  host.add_action("open-data", [&host] { host.open_data_with_dialog(); });
  host.add_action("save-samples", [&writer = host.writer()] {
    writer.ask_for_file(tr("Save the resampled set"), QStringLiteral("resampled.csv"),
                        tr("Tables (*.csv)"));
  });
}

void SamplesDesk::connect_player() {
  const Dispatcher& dispatcher = m_parts.dispatcher;
  m_player->busy = [&dispatcher] { return dispatcher.session().busy(); };
  m_player->on_step = [&dispatcher](const std::string& value) {
    dispatcher.run([&] { dispatcher.session().drag_option("step", value); });
  };
  m_player->on_go = [&dispatcher](const std::string& value) {
    dispatcher.set_option("step", to_qt(value));
  };
  m_player->on_play = [this](bool playing) { set_playing(playing); };
  m_player->on_another_point = [this] { another_point(); };
}

void SamplesDesk::add_docks(DockArea& docks) { m_docks.add_to(docks, m_panel, m_results); }

QWidget* SamplesDesk::bar_below() { return m_player; }

bool SamplesDesk::shows(const Finished& result) const { return !result.studies.empty(); }

void SamplesDesk::enter() {
  m_active = true;
  m_parts.docks.tables().setCurrentWidget(m_table);
  m_player->show();
}

void SamplesDesk::leave() {
  m_player->stop();
  m_scores->leave();
  m_active = false;
  m_finished.reset();
  m_player->hide();
  m_parts.scene.set_live(false);
  m_docks.hide();
}

void SamplesDesk::show_panel() {
  if (!m_active) {
    m_parts.dispatcher.set_option(
        "view", to_qt(m_parts.dispatcher.session().last_view(ViewSource::data_set)));
  }
  m_docks.show_panel();
  m_panel->focus_sampler();
}

const SamplingStudy* SamplesDesk::study(bool second) const {
  if (m_finished == nullptr || m_finished->studies.empty()) return nullptr;
  const auto& studies = m_finished->studies;
  return second && studies.size() > 1 ? studies.back().get() : studies.front().get();
}

void SamplesDesk::show(const std::shared_ptr<const Finished>& result, bool adopt_camera) {
  const SamplingStudy* before = study(false);
  const std::shared_ptr<const DataSet> data_before = before == nullptr ? nullptr : before->data;
  const bool new_studies = m_finished == nullptr || m_finished->studies != result->studies;
  m_finished = result;
  const SamplingStudy& now = *study(false);
  // Of the same data a person keeps the camera; the scene's own differs by a hair only.
  const bool same_data = data_before == now.data;
  const bool same_kind =
      before != nullptr && data_before->name == now.data->name && m_parts.scene.cameras().touched();
  if (m_since.restart() < k_live_ms || m_player->playing()) {
    m_parts.scene.set_live(true, false);
    m_quiet.start();
  }
  if (new_studies) {
    m_panel->show_studies(result->studies);
    m_results->show_studies(result->studies);
    m_table->show_study(result->studies.front());
    m_scores->show_study(result->studies.front());
  }
  m_player->show_step(m_parts.dispatcher.session().options().text("step"));
  // Rows of a set that is made anew with as many are the same rows, elsewhere.
  const bool same_rows = before != nullptr && data_before->name == now.data->name &&
                         data_before->n_points() == now.data->n_points();
  show_scenes(adopt_camera ? CameraUse::adopt
              : same_data  ? CameraUse::keep
              : same_kind  ? CameraUse::follow
                           : CameraUse::adopt,
              {.broken = !same_data && !same_rows});
  selection_changed();
  m_scores->refresh();
}

void SamplesDesk::show_scenes(CameraUse camera, const Continuity& continuity) {
  m_parts.scenes.show_second(m_finished->compared_scene, m_finished->compared_drawing, continuity);
  m_parts.scene.set_scene(m_finished->scene, camera, m_finished->drawing, continuity);
}

/// In the table, which lists the first sampler's points, and by its numbers.
void SamplesDesk::selection_changed() {
  const Selection& selected = m_parts.dispatcher.session().selection();
  const SamplingStudy* shown = study(selected.in_compared);
  if (shown == nullptr) return;
  if (!selected.in_compared) m_table->show_selection(selected);
  m_parts.docks.inspector().show_content(samples_content(*shown, selected));
}

QString SamplesDesk::describe(const Subject& subject, bool in_compared) const {
  const SamplingStudy* shown = study(in_compared);
  return shown == nullptr ? QString() : sample_words(*shown, subject);
}

bool SamplesDesk::toggle_play() {
  if (m_active) m_player->toggle();
  return m_active;
}

bool SamplesDesk::step_play(int by) {
  if (m_active) m_player->step_by(by);
  return m_active;
}

DeskWords SamplesDesk::words() const {
  if (m_finished == nullptr) return {};
  QStringList titles, findings;
  for (const auto& each : m_finished->studies) {
    titles << to_qt(title(*each));
    findings << to_qt(finding(*each));
  }
  DeskWords words;
  words.title = titles.join(QStringLiteral(" | "));
  words.finding = words.finding_tip = findings.join(QStringLiteral(" | "));
  words.picture = words.second_picture = words.title + QStringLiteral(". ") + words.finding;
  return words;
}

void SamplesDesk::options_changed() {
  // What was offered is taken, or something else is asked for.
  if (std::exchange(m_offers, false)) m_parts.host.drop_question();
  m_panel->refresh();
  if (m_active) m_player->show_step(m_parts.dispatcher.session().options().text("step"));
}

void SamplesDesk::motion_changed(bool reduced) { m_player->set_reduced_motion(reduced); }

bool SamplesDesk::take_failure(const QString& message) {
  return m_scores->take_failure(message) || offer_remedy(message);
}

/// What cannot be read as it is, but otherwise.
bool SamplesDesk::offer_remedy(const QString& message) {
  const Session& session = m_parts.dispatcher.session();
  if (session.failure() == nullptr) return false;
  const OptionValues asked = session.refused_options();
  try {
    std::rethrow_exception(session.failure());
  } catch (const MissingValueError&) {
    m_parts.host.ask(message, tr("Leave Such Rows Out"),
                     [this, asked] { open_again(asked, "missing", "drop"); });
  } catch (const LabelColumnError& error) {
    QStringList columns;
    for (const std::string& column : error.columns()) columns << to_qt(column);
    m_parts.host.ask(message, tr("Choose the Label Column…"), [this, asked, columns] {
      bool chosen = false;
      const QString column = QInputDialog::getItem(
          &m_parts.window, tr("Label column"), tr("The column that holds the classes:"), columns,
          static_cast<int>(columns.size()) - 1, false, &chosen);
      if (chosen) open_again(asked, "label-column", column.toStdString());
    });
  } catch (const std::exception&) {
    return false;
  }
  m_offers = true;
  return true;
}

void SamplesDesk::open_again(const OptionValues& asked, const std::string& id,
                             const std::string& value) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const char* each : {"view", "dataset", "label-column", "missing"}) {
    if (each != id && asked.is_set(each)) options.emplace_back(each, asked.text(each));
  }
  options.emplace_back(id, value);
  m_parts.dispatcher.set_options(options);
}

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

}  // namespace baryscope
