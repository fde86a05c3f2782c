#include "app/gui/samples/step_player.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

#include "app/gui/motion/play_icons.h"
#include "app/gui/motion/speed_box.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/style.h"
#include "core/base/number_text.h"
#include "viz/views/samples/build_samples.h"

namespace baryscope {
namespace {

constexpr double k_rest_seconds = 1.3;
constexpr double k_glide_seconds = 0.8;
constexpr double k_end_seconds = 2.5;
constexpr double k_dot = 5;

QString step_tip(int place) {
  static const std::array<const char*, k_n_sampling_steps + 1> k_tips = {
      QT_TR_NOOP("The points as they are: one class has few."),
      QT_TR_NOOP("Every point of the small class looks for its k nearest of the same class."),
      QT_TR_NOOP("Two points are joined where one is among the other's nearest."),
      QT_TR_NOOP("Sets of points that are all joined with each other: edges, triangles, "
                 "tetrahedra, …"),
      QT_TR_NOOP("One of them is chosen at random."),
      QT_TR_NOOP("Weights b ≥ 0 with Σ b = 1 are drawn: b ~ Dirichlet(α)."),
      QT_TR_NOOP("The new point is the corners' mix with these weights: x = Σ bᵥ xᵥ."),
      QT_TR_NOOP("The same again and again, until the classes are as asked."),
  };
  return QObject::tr(k_tips.at(static_cast<std::size_t>(place)));
}

std::string value_of(double position) {
  if (position > k_n_sampling_steps - 1 + 1e-9) return "all";
  return to_text(std::round(position * 50) / 50);
}

}  // namespace

double play_position(int start, double seconds, bool glide) {
  constexpr double each = k_rest_seconds + k_glide_seconds;
  const double n = std::floor(seconds / each);
  const double into = seconds - n * each;
  const double place = start + n;
  const double last = StepTimeline::n_places() - 1;
  if (place >= last) return last;
  if (!glide || into <= k_rest_seconds || place >= last - 1) return place;
  return place + (into - k_rest_seconds) / k_glide_seconds;
}

double play_seconds(int start) {
  return (StepTimeline::n_places() - 1 - start) * (k_rest_seconds + k_glide_seconds) +
         k_end_seconds;
}

StepTimeline::StepTimeline(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("step-timeline"));
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(QObject::tr("Steps of the sampler"));
}

int StepTimeline::n_places() { return k_n_sampling_steps + 1; }

QString StepTimeline::name(int place) {
  return place >= k_n_sampling_steps ? QObject::tr("all points")
                                     : QObject::tr(sampling_step_name(place));
}

void StepTimeline::set_position(double position) {
  const int before = static_cast<int>(std::lround(m_position));
  m_position = position;
  const int place = static_cast<int>(std::lround(position));
  if (place != before || accessibleDescription().isEmpty()) {
    setAccessibleDescription(place >= k_n_sampling_steps ? QObject::tr("the finished set")
                                                         : QObject::tr("step %1 of %2: %3")
                                                               .arg(place)
                                                               .arg(k_n_sampling_steps - 1)
                                                               .arg(name(place)));
  }
  update();
}

QSize StepTimeline::sizeHint() const { return {560, 2 * fontMetrics().height() + 26}; }

QSize StepTimeline::minimumSizeHint() const { return {180, sizeHint().height()}; }

double StepTimeline::x_of(double place) const {
  const double cell = static_cast<double>(width()) / n_places();
  return (place + 0.5) * cell;
}

int StepTimeline::place_at(double x) const {
  const double cell = static_cast<double>(width()) / n_places();
  return std::clamp(static_cast<int>(x / cell), 0, n_places() - 1);
}

void StepTimeline::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const WindowColors c = window_colors();
  QFont small = font();
  small.setPointSizeF(font().pointSizeF() * 0.88);
  QFont bold = small;
  bold.setBold(true);
  const QFontMetricsF metrics(bold);
  const double y = 11;
  const double cell = static_cast<double>(width()) / n_places();
  painter.setPen(QPen(c.strong_line, 2, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(x_of(0), y), QPointF(x_of(n_places() - 1), y));
  painter.setPen(QPen(c.accent, 2, Qt::SolidLine, Qt::RoundCap));
  painter.drawLine(QPointF(x_of(0), y), QPointF(x_of(m_position), y));

  double widest_word = 0;
  for (int place = 0; place < n_places(); ++place) {
    for (const QString& word : name(place).split(QLatin1Char(' '))) {
      widest_word = std::max(widest_word, metrics.horizontalAdvance(word));
    }
  }
  const bool all_names = widest_word <= cell - 4;
  const int current = static_cast<int>(std::lround(m_position));
  for (int place = 0; place < n_places(); ++place) {
    const QPointF center(x_of(place), y);
    const bool passed = place <= m_position + 1e-9;
    painter.setPen(QPen(passed ? c.accent : c.strong_line, 2));
    painter.setBrush(place == current ? c.accent : passed ? c.tint : c.window);
    const double r = place == current ? k_dot + 1.5 : k_dot;
    painter.drawEllipse(center, r, r);
    if (!all_names && place != current) continue;
    painter.setFont(place == current ? bold : small);
    painter.setPen(place == current ? c.ink : c.muted);
    if (all_names) {
      const QRectF box(place * cell, y + k_dot + 6, cell, height() - y - k_dot - 6);
      painter.drawText(box, Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, name(place));
    } else {
      const double wide = metrics.horizontalAdvance(name(place)) + 4;
      QRectF box(center.x() - wide / 2, y + k_dot + 6, wide, metrics.height() + 2);
      box.moveLeft(std::clamp(box.left(), 0.0, std::max(0.0, width() - wide)));
      painter.drawText(box, Qt::AlignCenter, name(place));
    }
  }
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.accent, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
  }
}

void StepTimeline::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && on_go) on_go(place_at(event->position().x()));
}

bool StepTimeline::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    auto* help = static_cast<QHelpEvent*>(event);
    const int place = place_at(help->pos().x());
    QToolTip::showText(help->globalPos(),
                       QStringLiteral("<p><b>%1</b></p><p>%2</p>")
                           .arg(name(place).toHtmlEscaped(), step_tip(place).toHtmlEscaped()),
                       this);
    return true;
  }
  return QWidget::event(event);
}

StepPlayer::StepPlayer(QWidget* parent)
    : QWidget(parent), m_timeline(new StepTimeline), m_speed(make_speed_box({0.5, 1, 2})) {
  setObjectName(QStringLiteral("step-player"));
  setProperty("panel", true);
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(10, 7, 10, 5);
  row->setSpacing(2);
  m_previous =
      add_button("step-previous", QObject::tr("Step back"), QObject::tr("One step back (←)"));
  m_play = add_button("step-play", QObject::tr("Play the steps"), {});
  m_next = add_button("step-next", QObject::tr("Step on"), QObject::tr("One step on (→)"));
  row->addSpacing(6);
  row->addWidget(m_timeline, 1);
  row->addSpacing(6);
  m_another = add_button("step-another", QObject::tr("Another point"),
                         QObject::tr("Follows the next synthetic point: another simplex, other "
                                     "weights"));
  m_loop = add_button("step-loop", QObject::tr("Play without end"),
                      QObject::tr("At the end the play goes on with another point"));
  m_loop->setCheckable(true);
  m_speed->setObjectName(QStringLiteral("step-speed"));
  m_speed->setToolTip(QObject::tr("How fast the steps are played"));
  row->addWidget(m_speed);
  setFocusProxy(m_timeline);
  m_timeline->setToolTip(QObject::tr("Space plays, ← and → go a step"));
  m_timeline->installEventFilter(this);
  m_timeline->on_go = [this](int place) {
    m_timeline->setFocus(Qt::MouseFocusReason);
    go(place);
  };
  m_clock.busy = [this] { return busy && busy(); };
  m_clock.on_tick = [this](double seconds) { advance(seconds); };
  connect(m_previous, &QToolButton::clicked, this, [this] { step_by(-1); });
  connect(m_next, &QToolButton::clicked, this, [this] { step_by(1); });
  connect(m_play, &QToolButton::clicked, this, [this] { toggle(); });
  connect(m_another, &QToolButton::clicked, this, [this] {
    if (on_another_point) on_another_point();
  });
  show_state();
}

QToolButton* StepPlayer::add_button(const char* name, const QString& title, const QString& tip) {
  auto* button = new QToolButton;
  button->setObjectName(QString::fromLatin1(name));
  button->setAccessibleName(title);
  button->setToolTip(tip);
  button->setIconSize(QSize(18, 18));
  button->installEventFilter(this);
  layout()->addWidget(button);
  return button;
}

double StepPlayer::speed() const { return m_speed->currentData().toDouble(); }

void StepPlayer::set_loop(bool loop) { m_loop->setChecked(loop); }

void StepPlayer::show_step(const std::string& value) {
  if (playing() && value != m_sent) stop();
  const double last = StepTimeline::n_places() - 1;
  m_timeline->set_position(find_number(value).value_or(last));
  m_previous->setEnabled(m_timeline->position() > 0);
  m_next->setEnabled(m_timeline->position() < last);
}

void StepPlayer::toggle() { playing() ? stop() : play(); }

void StepPlayer::play() {
  const double last = StepTimeline::n_places() - 1;
  const double here = m_timeline->position();
  begin(here >= last ? 0 : static_cast<int>(std::floor(here)));
}

void StepPlayer::begin(int place) {
  const bool fresh = !playing();
  m_start = place;
  m_seconds = 0;
  m_clock.start();
  if (fresh && on_play) on_play(true);
  show_state();
  if (!m_clock.waits()) advance(0);
}

void StepPlayer::stop() {
  if (!playing()) return;
  m_clock.stop();
  if (on_play) on_play(false);
  show_state();
}

void StepPlayer::advance(double seconds) {
  m_seconds += speed() * seconds;
  if (m_seconds >= play_seconds(m_start)) {
    if (!m_loop->isChecked()) {
      stop();
      return;
    }
    if (on_another_point) on_another_point();
    begin(0);
    return;
  }
  const double position = play_position(m_start, m_seconds, !m_reduced_motion);
  const std::string value = value_of(position);
  if (value == m_sent && position == m_timeline->position()) return;
  m_sent = value;
  if (on_step) on_step(value);
}

void StepPlayer::go(int place) {
  stop();
  m_sent = value_of(place);
  if (on_go) on_go(m_sent);
}

void StepPlayer::step_by(int by) {
  const double here = m_timeline->position();
  const double next = by > 0 ? std::floor(here + 1e-9) + 1 : std::ceil(here - 1e-9) - 1;
  go(std::clamp(static_cast<int>(next), 0, StepTimeline::n_places() - 1));
}

void StepPlayer::show_state() {
  const bool on = playing();
  m_previous->setIcon(play_icon(PlayIcon::previous));
  m_next->setIcon(play_icon(PlayIcon::next));
  m_another->setIcon(play_icon(PlayIcon::another));
  m_loop->setIcon(play_icon(PlayIcon::loop));
  m_play->setIcon(play_icon(on ? PlayIcon::pause : PlayIcon::play));
  m_play->setAccessibleName(on ? QObject::tr("Halt the steps") : QObject::tr("Play the steps"));
  m_play->setToolTip(on ? QObject::tr("Halts the play (Space)")
                        : QObject::tr("Plays the sampler's work step by step (Space)"));
}

bool StepPlayer::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::PaletteChange && watched == m_timeline) show_state();
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) {
    return QWidget::eventFilter(watched, event);
  }
  auto* key = static_cast<QKeyEvent*>(event);
  const bool button = watched != m_timeline;
  const bool space = key->key() == Qt::Key_Space && (!button || watched == m_play);
  const bool step = key->key() == Qt::Key_Left || key->key() == Qt::Key_Right;
  const bool end = key->key() == Qt::Key_Home || key->key() == Qt::Key_End;
  if (key->modifiers() != Qt::NoModifier || !(space || step || end)) {
    return QWidget::eventFilter(watched, event);
  }
  if (event->type() == QEvent::ShortcutOverride) {
    event->accept();
    return true;
  }
  if (space) toggle();
  if (step) step_by(key->key() == Qt::Key_Left ? -1 : 1);
  if (end) go(key->key() == Qt::Key_Home ? 0 : StepTimeline::n_places() - 1);
  return true;
}

}  // namespace baryscope
