#include "app/gui/training/training_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <system_error>
#include <utility>

#include "app/gui/training/training_curves.h"
#include "app/gui/training/training_words.h"
#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/widgets/text_fit.h"
#include "core/base/number_text.h"

namespace baryscope {

bool has_checkpoint(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / "checkpoint.safetensors", error);
}

TrainingPanel::TrainingPanel(const OptionValues& initial, TrainingForm::ShowError show_error,
                             QWidget* parent)
    : Panel(parent),
      m_form(new TrainingForm(initial, std::move(show_error))),
      m_curves(new TrainingCurves),
      m_message(new MessageBar),
      m_follow(new QCheckBox(tr("Follow in the picture"))),
      m_bar(new QProgressBar) {
  add_section(tr("Train a model"));
  column()->addWidget(m_form->head());
  build_run();
  add_section(tr("Options"));
  column()->addWidget(m_form);
  m_form->on_change = [this] {
    name_start();
    if (!m_shown_failure.isEmpty()) return;  // what failed stays readable until the next start
    m_message->hide();
  };
  show_state(nullptr);
}

QPushButton* TrainingPanel::add_button(const QString& text, const char* name, const QString& tip,
                                       std::function<void()> TrainingPanel::* told) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromLatin1(name));
  button->setToolTip(tip);
  m_buttons->addWidget(button);
  connect(button, &QPushButton::clicked, this, [this, told] {
    if (this->*told) (this->*told)();
  });
  return button;
}

void TrainingPanel::build_run() {
  m_buttons = new FlowLayout(nullptr, 6, 6);
  m_buttons->setContentsMargins(0, 2, 0, 2);
  m_start =
      add_button(tr("Start"), "training-start",
                 tr("Trains a new model on fresh examples of the task"), &TrainingPanel::on_start);
  m_go_on = add_button(tr("Go on"), "training-go-on",
                       tr("Goes on from the checkpoint, as if the training had never stopped"),
                       &TrainingPanel::on_go_on);
  m_pause =
      add_button(tr("Pause"), "training-pause",
                 tr("Waits after the step that runs, or goes on (P)"), &TrainingPanel::on_pause);
  m_stop = add_button(tr("Stop"), "training-stop",
                      tr("Ends after the step that runs. The model is kept as it is then, and the "
                         "training can go on later."),
                      &TrainingPanel::on_stop);
  m_open = add_button(tr("Open the model"), "training-open",
                      tr("Shows the trained model on the text that shows the task best"),
                      &TrainingPanel::on_open);
  column()->addLayout(m_buttons);

  m_follow->setObjectName(QStringLiteral("training-follow"));
  m_follow->setChecked(true);
  m_follow->setToolTip(
      tr("The picture follows the training: the task's example under the weights of the moment, as "
         "often as leaves the training nine tenths of its speed"));
  connect(m_follow, &QCheckBox::toggled, this, [this](bool on) {
    if (on_follow) on_follow(on);
  });
  column()->addWidget(m_follow);
  column()->addWidget(m_message);

  m_bar->setTextVisible(false);
  m_bar->setRange(0, 1000);
  m_bar->setAccessibleName(tr("Progress of the training"));
  column()->addWidget(m_bar);
  auto* grid = new QGridLayout;
  grid->setContentsMargins(0, 2, 0, 4);
  grid->setHorizontalSpacing(10);
  grid->setVerticalSpacing(0);
  add_cell(*grid, step, tr("step"), tr("Optimiser steps done, of those planned"));
  add_cell(*grid, loss, tr("loss"),
           tr("Mean surprise at the right answers of the last batch, −log p; for answers that are "
              "vectors the squared error"));
  add_cell(*grid, accuracy, tr("accuracy"),
           tr("Share of right answers about fresh examples, at the last evaluation"));
  add_cell(*grid, speed, tr("steps a second"), tr("Speed of late"));
  add_cell(*grid, left, tr("left"), tr("Time to the last step, at the speed of late"));
  add_cell(*grid, rate, tr("learning rate"),
           tr("Step size of AdamW now: it rises in the warm-up, then falls along a cosine to 0"));
  column()->addLayout(grid);
  column()->addWidget(m_curves);
}

void TrainingPanel::add_cell(QGridLayout& grid, Cell cell, const QString& name,
                             const QString& tip) {
  auto* value = new QLabel;
  value->setTextInteractionFlags(Qt::TextSelectableByMouse);
  value->setAccessibleName(name);
  auto* label = new QLabel(name);
  label->setProperty("role", "muted");
  label->setWordWrap(true);
  scale_text(*label, k_small_text);
  for (QLabel* each : {value, label}) each->setToolTip(tip);
  const int row = 3 * (cell / 3);
  const int place = cell % 3;
  grid.addWidget(value, row, place);
  grid.addWidget(label, row + 1, place);
  grid.setColumnStretch(place, place == 0 ? 5 : 4);
  grid.setRowMinimumHeight(2, 5);
  m_values[cell] = value;
  m_names[cell] = label;
}

void TrainingPanel::show_state(const TrainingState* state) {
  show_buttons(state);
  const bool active = state != nullptr && (state->status == TrainingStatus::running ||
                                           state->status == TrainingStatus::paused ||
                                           state->status == TrainingStatus::stopping);
  m_form->set_locked(active);
  const bool goes_on = state != nullptr && (active ? state->request.resume : m_can_go_on);
  m_form->name_run(goes_on ? state->request.output : std::filesystem::path());
  name_start();
  for (QLabel* each : m_values) each->setVisible(state != nullptr);
  for (QLabel* each : m_names) each->setVisible(state != nullptr);
  m_bar->setVisible(state != nullptr);
  m_curves->setVisible(state != nullptr);
  if (state == nullptr) return;
  show_numbers(*state);
  m_curves->set_curve(state->request.optimizer.steps, state->curve);
  if (state->status == TrainingStatus::failed) {
    QString text = to_qt(state->message);
    const std::filesystem::path& folder = state->request.output;
    if (has_checkpoint(folder)) {
      text += tr("\nThe last good checkpoint is kept in %1: “Go on” continues from it.")
                  .arg(to_qt(folder.string()));
    }
    if (text != m_shown_failure) show_message(text);
    m_shown_failure = text;
  } else if (!std::exchange(m_shown_failure, QString()).isEmpty()) {
    show_message({});
  }
}

void TrainingPanel::show_numbers(const TrainingState& state) {
  const int n_steps = state.request.optimizer.steps;
  const bool ended =
      state.status == TrainingStatus::done || state.status == TrainingStatus::stopped;
  TrainingPoint last;
  if (!state.curve.empty()) last = state.curve.back();
  if (ended && state.result) last.step = state.result->steps_done;
  m_bar->setValue(n_steps > 0 ? static_cast<int>(1000.0 * last.step / n_steps) : 0);
  m_values[step]->setText(step_text(last.step) + QStringLiteral(" / ") + step_text(n_steps));
  const bool known = !state.curve.empty();
  const QString none = QStringLiteral("–");
  m_values[loss]->setText(known ? loss_text(last.loss) : none);
  QString right = none;
  for (auto point = state.curve.rbegin(); point != state.curve.rend(); ++point) {
    if (!point->evaluation) continue;
    right = accuracy_text(point->evaluation->accuracy);
    break;
  }
  if (ended && state.result) right = accuracy_text(state.result->metrics.accuracy);
  m_values[accuracy]->setText(right);
  const bool told = ended && state.result;
  const double pace = told ? state.result->steps_per_second : last.steps_per_second;
  m_values[speed]->setText(known && pace > 0 ? QString::number(pace, 'f', pace < 10 ? 1 : 0)
                                             : none);
  m_values[rate]->setText(known ? QString::number(last.learning_rate, 'g', 2) : none);
  const int n_left = n_steps - last.step;
  QString name = ended ? tr("took") : tr("left");
  QString time = none;
  if (told) {
    time = duration_words(state.result->seconds);
  } else if (state.status == TrainingStatus::paused) {
    time = tr("paused");
    name = n_left == 1 ? tr("1 step left") : tr("%1 steps left").arg(step_text(n_left));
  } else if (known && pace > 0 && state.status != TrainingStatus::failed) {
    time = duration_words(n_left / pace);
  }
  m_values[left]->setText(time);
  m_names[left]->setText(name);
  if (m_values[left]->accessibleName() != name) m_values[left]->setAccessibleName(name);
  set_tip(speed, told ? tr("Steps of this run over its seconds") : tr("Speed of late"));
  set_tip(left, told ? tr("Time of the training, with that before it was gone on with")
                     : tr("Time to the last step, at the speed of late"));
}

void TrainingPanel::set_tip(Cell cell, const QString& tip) {
  for (QLabel* each : {m_values[cell], m_names[cell]}) each->setToolTip(tip);
}

void TrainingPanel::show_buttons(const TrainingState* state) {
  const TrainingStatus status = state == nullptr ? TrainingStatus::done : state->status;
  const bool paused = status == TrainingStatus::paused;
  const bool stopping = status == TrainingStatus::stopping;
  const bool active = state != nullptr && (status == TrainingStatus::running || paused || stopping);
  m_can_go_on = state != nullptr && !active && status != TrainingStatus::done &&
                has_checkpoint(state->request.output);
  m_active = active;
  // What had the focus may go: its successor takes it.
  const bool in_row =
      m_start->hasFocus() || m_go_on->hasFocus() || m_pause->hasFocus() || m_stop->hasFocus();
  m_first = state == nullptr;
  m_pause->setText(paused ? tr("Resume") : tr("Pause"));
  // What is greyed gives the focus away, to a field in which the next key would write.
  if (stopping && m_pause->hasFocus()) m_stop->setFocus();
  m_pause->setEnabled(!stopping);
  m_stop->setText(stopping ? tr("Stopping…") : tr("Stop"));
  m_pause->setVisible(active);
  m_stop->setVisible(active);
  name_start();
  m_start->setVisible(!active);
  m_open->setVisible(state != nullptr && !active &&
                     (status != TrainingStatus::failed || m_can_go_on));
  if (in_row && active && m_start->isHidden() && !m_pause->hasFocus() && !m_stop->hasFocus()) {
    m_pause->setFocus();
  } else if (in_row && !active && !m_start->hasFocus() && !m_go_on->hasFocus()) {
    (m_go_on->isHidden() ? m_start : m_go_on)->setFocus();
  }
}

/// The list of kept trainings says which of the two is meant.
void TrainingPanel::name_start() {
  const bool can_go_on = m_can_go_on && !m_form->goes_on();
  const bool goes_on = can_go_on && m_form->names_run();
  m_start->setDefault(!m_active && !goes_on);
  m_go_on->setDefault(goes_on);
  m_go_on->setVisible(can_go_on);
  m_start->setText(m_form->goes_on() ? tr("Go on") : m_first ? tr("Start") : tr("Start anew"));
}

void TrainingPanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  m_form->list_kept();
}

void TrainingPanel::show_message(const QString& text) {
  text.isEmpty() ? m_message->hide() : m_message->show_message(text);
}

QString TrainingPanel::message() const { return m_message->text(); }

bool TrainingPanel::follows() const { return m_follow->isChecked(); }

void TrainingPanel::set_follows(bool follows) { m_follow->setChecked(follows); }

void TrainingPanel::focus_start() { m_start->setFocus(Qt::OtherFocusReason); }

}  // namespace baryscope
