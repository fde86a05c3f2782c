#include "app/gui/motion/timeline_view.h"

#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/tr.h"

namespace baryscope {
namespace {

constexpr double k_drag_pixels = 3;
constexpr double k_zoom = 1.25;
constexpr double k_more_room = 1.15;  // of the last key, so that there is room for another

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("timeline"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Timeline"));
}

QSize TimelineView::sizeHint() const { return {640, TimelineLayout::height(font())}; }
QSize TimelineView::minimumSizeHint() const { return {220, sizeHint().height()}; }

void TimelineView::show_state(TimelineState state) {
  const bool same_selection = m_state.selected == state.selected;
  m_state = std::move(state);
  fit();
  if (!same_selection && m_state.selected) {
    m_scale.make_visible(m_state.keys.keys()[*m_state.selected].seconds);
  }
  if (m_field != nullptr && !m_state.keys.find_key(m_edited)) end_caption(false);
  describe();
  update();
}

void TimelineView::show_seconds(double seconds) {
  if (m_state.seconds == seconds) return;
  m_state.seconds = seconds;
  fit();
  m_scale.make_visible(seconds);
  update();
}

void TimelineView::fit() {
  // While something is dragged the ground stays still.
  if (m_drag == Drag::none) {
    double span = std::max({m_state.length, m_state.room, m_state.keys.seconds() * k_more_room});
    if (m_state.recording) span = std::max(span, m_state.seconds * k_more_room);
    m_scale.set_span(std::min(k_longest_film, std::max(span, m_state.seconds)));
  }
  const QRectF ruler = layout_here().ruler;
  m_scale.set_room(ruler.left(), ruler.right());
}

void TimelineView::describe() {
  QStringList words{tr("%1 of %2").arg(time_words(m_state.seconds), time_words(m_state.length)),
                    m_state.plays};
  const auto n = static_cast<qlonglong>(m_state.keys.size());
  words << (n == 1 ? tr("one key frame") : tr("%1 key frames").arg(n));
  if (m_state.selected) {
    const KeyFrame& key = m_state.keys.keys()[*m_state.selected];
    words << tr("key frame %1 at %2").arg(*m_state.selected + 1).arg(time_words(key.seconds));
    if (!key.caption.empty()) words.back() += QStringLiteral(": ") + to_qt(key.caption);
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QPoint TimelineView::place_of(std::size_t key) const {
  return QPointF(m_scale.x_of(m_state.keys.keys().at(key).seconds), layout_here().keys.center().y())
      .toPoint();
}

double TimelineView::on_frame(double seconds) const {
  return std::round(seconds * m_state.frames_per_second) / m_state.frames_per_second;
}

void TimelineView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  paint_timeline(painter, layout_here(), m_scale, m_state, hasFocus());
}

void TimelineView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

void TimelineView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
    updateGeometry();
    fit();
  }
  QWidget::changeEvent(event);
}

void TimelineView::scrub_to(double x) {
  if (on_scrub) on_scrub(on_frame(m_scale.seconds_at(x)));
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (m_field != nullptr) end_caption(true);
  const QPointF at = event->position();
  const auto key = find_key_at(layout_here(), m_scale, m_state, at);
  m_press = at.x();
  m_moved = false;
  if (on_select) on_select(key);
  m_drag = key ? Drag::key : Drag::playhead;
  if (key) {
    m_grip = m_state.keys.keys()[*key].seconds - m_scale.seconds_at(at.x());
  } else {
    scrub_to(at.x());
  }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  const double x = event->position().x();
  if (m_drag == Drag::playhead) {
    scrub_to(x);
  } else if (m_drag == Drag::key) {
    m_moved = m_moved || std::abs(x - m_press) >= k_drag_pixels;
    if (m_moved) move_selected(on_frame(m_scale.seconds_at(x) + m_grip));
  } else {
    const bool key = find_key_at(layout_here(), m_scale, m_state, event->position()).has_value();
    setCursor(key ? Qt::PointingHandCursor : Qt::ArrowCursor);
  }
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const Drag drag = std::exchange(m_drag, Drag::none);
  if (drag == Drag::playhead && on_scrub_end) on_scrub_end();
  if (drag == Drag::key && m_moved && on_move_end) on_move_end();
  fit();
  update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const TimelineLayout layout = layout_here();
  const auto key = find_key_at(layout, m_scale, m_state, event->position());
  if (key) {
    edit_caption(*key);
  } else if (event->position().y() >= layout.keys.top() && on_add) {
    on_add(on_frame(m_scale.seconds_at(event->position().x())));
  }
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  const double notches = event->angleDelta().y() / 120.0;
  if (event->modifiers().testFlag(Qt::ControlModifier)) {
    m_scale.zoom(std::pow(k_zoom, notches), event->position().x());
  } else {
    m_scale.scroll(-notches * (m_scale.last() - m_scale.first()) / 8);
  }
  event->accept();
  update();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
  const bool by_mouse = event->reason() == QContextMenuEvent::Mouse;
  const auto key =
      by_mouse ? find_key_at(layout_here(), m_scale, m_state, event->pos()) : m_state.selected;
  if (by_mouse && on_select) on_select(key);
  const QPoint at =
      by_mouse ? event->globalPos() : mapToGlobal(key ? place_of(*key) : QPoint(width() / 2, 20));
  if (on_menu) on_menu(at, key);
}

}  // namespace baryscope
