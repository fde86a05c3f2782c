// What the Timeline dock shows: buttons, choices, words and lanes as the player and the keys are.
#include <QComboBox>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLayout>
#include <QToolButton>
#include <algorithm>

#include "app/gui/motion/play_icons.h"
#include "app/gui/motion/timeline_panel.h"
#include "app/gui/motion/timeline_view.h"
#include "app/gui/widgets/flow_layout.h"
#include "app/gui/widgets/option_editor.h"
#include "app/gui/widgets/tr.h"
#include "app/session/film/film_options.h"
#include "app/session/film/sweep.h"
#include "app/session/film/value_words.h"
#include "core/base/number_text.h"

namespace baryscope {
namespace {

constexpr std::size_t k_course_points = 160;

/// A film that ends before its last key leaves some out.
QString key_words(const Timeline& keys, double length) {
  const auto beyond =
      std::count_if(keys.keys().begin(), keys.keys().end(),
                    [length](const KeyFrame& key) { return key.seconds > length + 1e-6; });
  const QString words =
      tr("Key frames: %1 in %2 s").arg(keys.size()).arg(to_qt(to_text(length, 2)));
  return beyond == 0 ? words : tr("%1; %2 of them lie after its end").arg(words).arg(beyond);
}

}  // namespace

QString TimelinePanel::lane_words() const {
  const OptionValues& options = m_dispatcher.session().options();
  if (m_recorder.recording()) return tr("Recording what you do: Space ends it");
  const FilmPlan* plan = m_player.plan();
  if (plan == nullptr) {
    return m_player.problem().isEmpty()
               ? tr("Nothing moves yet: Space plays what suits the picture")
               : m_player.problem();
  }
  if (const QString obstacle = m_player.obstacle(); !obstacle.isEmpty()) return obstacle;
  const QString seconds = to_qt(to_text(m_player.length(), 2));
  switch (plan->kind()) {
    case FilmKind::turntable:
      return tr("One turn in %1 s").arg(seconds);
    case FilmKind::flow:
      return plan->n_periods() > 0 ? tr("Pulses to the query, %1 times their distance in %2 s")
                                         .arg(plan->n_periods())
                                         .arg(seconds)
                                   : tr("Pulses to the query");
    case FilmKind::sweep: {
      const Sweep sweep = find_sweep(options).value();
      const OptionSpec& spec = options.table().spec(sweep.option);
      const std::string first = sweep.continuous() ? to_text(sweep.first) : sweep.values.front();
      const std::string last = sweep.continuous() ? to_text(sweep.last) : sweep.values.back();
      const QString words =
          tr("%1 to %2").arg(to_qt(baryscope::value_words(spec, first)), to_qt(last));
      return options.flag("loop") ? tr("%1 and back").arg(words) : words;
    }
    case FilmKind::keys:
      return key_words(m_keys.timeline(), m_player.length());
    case FilmKind::training:
      return tr("The training, checkpoint after checkpoint");
    case FilmKind::none:
      break;
  }
  return {};
}

std::vector<double> TimelinePanel::course() const {
  std::vector<double> points;
  const FilmPlan* plan = m_player.plan();
  if (plan == nullptr || (plan->kind() != FilmKind::sweep && plan->kind() != FilmKind::training)) {
    return points;
  }
  const auto n = std::min(k_course_points, static_cast<std::size_t>(plan->n_frames()));
  for (std::size_t i = 0; i <= n; ++i) {
    const auto frame = static_cast<int>(i * static_cast<std::size_t>(plan->n_frames()) / n);
    points.push_back(plan->progress(frame));
  }
  return points;
}

void TimelinePanel::refresh() {
  TimelineState state;
  state.recording = m_recorder.recording();
  state.keys = state.recording ? m_recorder.timeline() : m_keys.timeline();
  state.selected = state.recording ? std::nullopt : m_keys.selected();
  state.seconds = m_player.seconds();
  state.length = m_player.length();
  state.room = m_dispatcher.session().options().find_number("duration").value();
  state.frames_per_second = m_player.frames_per_second();
  state.plays = lane_words();
  state.course = course();
  state.moves = m_player.plan() != nullptr;
  m_view->show_state(std::move(state));
  refresh_buttons();
  refresh_choices();
  show_playhead();
  if (on_state) on_state();
}

void TimelinePanel::refresh_buttons() {
  const bool on = m_player.playing() || m_recorder.recording();
  for (const auto& [button, icon] : m_icons) {
    button->setIcon(
        play_icon(button == m_play && on ? PlayIcon::pause : static_cast<PlayIcon>(icon)));
  }
  m_play->setAccessibleName(on ? tr("Halt the play") : tr("Play"));
  m_record->setChecked(m_recorder.recording());
}

void TimelinePanel::refresh_choices() {
  const OptionValues& options = m_dispatcher.session().options();
  m_what->setCurrentIndex(m_what->findData(to_qt(options.text("animate"))));
  m_loop->setChecked(options.flag("loop"));
  m_sweep->refresh();
  m_duration->refresh();
  const bool sweeps = film_kind(options) == FilmKind::sweep;
  m_sweep->setVisible(sweeps);
  m_sweep->parentWidget()->setVisible(sweeps);
  fit_height();
}

QString TimelinePanel::words_at(double seconds) const {
  return place_words(seconds, m_player.length(), m_player.frame_at(seconds));
}

/// Of the longest words that come while it plays, so that nothing moves meanwhile.
int TimelinePanel::time_width(double seconds) const {
  const QString last = words_at(std::max(seconds, m_player.length()));
  return m_time->fontMetrics().horizontalAdvance(last) + 6;
}

void TimelinePanel::show_playhead() {
  const double seconds = m_player.seconds();
  m_view->show_seconds(seconds);
  const int width = std::max(m_time->minimumWidth(), time_width(seconds));
  if (width != m_time->minimumWidth()) {
    m_time->clear();  // a label remembers its hint, of which the least width is a part
    m_time->setMinimumWidth(width);
  }
  m_time->setText(words_at(seconds));
  if (on_words) on_words();
}

/// The controls break into as many lines as the width asks for.
void TimelinePanel::fit_height() {
  // Lines of one height.
  for (QWidget* group : m_groups) group->setMinimumHeight(fontMetrics().height() + 16);
  m_duration->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("00000")) + 50);
  m_flow->invalidate();
  // What is shown or gone since is known to its group before the next event only if it is asked.
  for (QWidget* group : m_groups) group->layout()->activate();
  const int height =
      m_flow->heightForWidth(std::max(240, width())) + m_view->minimumSizeHint().height();
  setMinimumHeight(height);
  if (on_height) on_height(height);
}

/// Words, fonts and what is shown have come to rest in the layouts below.
bool TimelinePanel::event(QEvent* event) {
  const bool done = QWidget::event(event);
  if (event->type() == QEvent::LayoutRequest) fit_height();
  return done;
}

void TimelinePanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit_height();
}

/// The arrows on a button are those of the timeline.
bool TimelinePanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
    return QWidget::eventFilter(watched, event);
  }
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool walks = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right ||
                     key->key() == Qt::Key_Home || key->key() == Qt::Key_End;
  if (!walks || key->modifiers() != Qt::NoModifier) return QWidget::eventFilter(watched, event);
  QCoreApplication::sendEvent(m_view, event);
  return true;
}

void TimelinePanel::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
    refresh_buttons();
  }
}

}  // namespace baryscope
