// The keyboard and the tips of a timeline.
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <algorithm>
#include <array>

#include "app/gui/motion/timeline_view.h"
#include "app/gui/widgets/dispatcher.h"

namespace baryscope {
namespace {

constexpr double k_closer = 1.25;

}  // namespace

void TimelineView::move_selected(double seconds) {
  if (!m_state.selected || !on_move) return;
  const double last = m_drag == Drag::key ? m_scale.span() : k_longest_film;
  on_move(*m_state.selected, std::clamp(seconds, 0.0, last));
}

/// And what it shows.
void TimelineView::go_to(std::size_t key) {
  const double seconds = m_state.keys.keys().at(key).seconds;
  on_select(key);
  if (on_scrub) on_scrub(seconds);
  if (on_scrub_end) on_scrub_end();
}

void TimelineView::select_beside(int by) {
  const auto& keys = m_state.keys.keys();
  if (keys.empty() || !on_select) return;
  if (m_state.selected) {
    const auto next = static_cast<std::ptrdiff_t>(*m_state.selected) + by;
    if (next < 0) {
      on_select(std::nullopt);
    } else if (next < static_cast<std::ptrdiff_t>(keys.size())) {
      go_to(static_cast<std::size_t>(next));
    }
    return;
  }
  if (by < 0) return;
  const auto here = std::find_if(keys.begin(), keys.end(), [this](const KeyFrame& key) {
    return key.seconds >= m_state.seconds - 1e-3;
  });
  go_to(static_cast<std::size_t>((here == keys.end() ? keys.end() - 1 : here) - keys.begin()));
}

bool TimelineView::press_key(int key, bool shift) {
  const int frames = shift ? 10 : 1;
  const auto move = [&](int by) {
    if (!m_state.selected) {
      if (on_step) on_step(by * frames);
      return;
    }
    const double at = m_state.keys.keys()[*m_state.selected].seconds;
    move_selected(on_frame(at + by * frames / m_state.frames_per_second));
  };
  const double middle = (m_scale.left() + m_scale.right()) / 2;
  switch (key) {
    case Qt::Key_Space:
      if (on_toggle) on_toggle();
      return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
      move(key == Qt::Key_Left ? -1 : 1);
      return true;
    case Qt::Key_Home:
    case Qt::Key_End:
      if (on_scrub) on_scrub(key == Qt::Key_Home ? 0 : m_state.length);
      if (on_scrub_end) on_scrub_end();
      return true;
    case Qt::Key_Up:
    case Qt::Key_Down:
      select_beside(key == Qt::Key_Up ? -1 : 1);
      return true;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
      if (m_state.selected && on_remove) on_remove(*m_state.selected);
      return m_state.selected.has_value();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_state.selected) edit_caption(*m_state.selected);
      return true;
    case Qt::Key_Escape:
      if (!m_state.selected || !on_select) return false;
      on_select(std::nullopt);
      return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus:
      m_scale.zoom(key == Qt::Key_Minus ? 1 / k_closer : k_closer,
                   std::clamp(m_scale.x_of(m_state.seconds), m_scale.left(), middle * 2));
      update();
      return true;
    case Qt::Key_0:
      m_scale.show_all();
      update();
      return true;
    default:
      return false;
  }
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
  const Qt::KeyboardModifiers others =
      event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier);
  if (others != Qt::NoModifier ||
      !press_key(event->key(), event->modifiers().testFlag(Qt::ShiftModifier))) {
    QWidget::keyPressEvent(event);
  }
}

void TimelineView::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  if (m_drag == Drag::none && on_move_end) on_move_end();  // what the arrows moved is one step
}

QString TimelineView::tip_at(QPointF point) const {
  const auto key = find_key_at(layout_here(), m_scale, m_state, point);
  if (!key) {
    return tr(
        "<p>Drag to go to another moment. <b>Space</b> plays, <b>←</b> and <b>→</b> go a "
        "frame, <b>↓</b> chooses a key frame, <b>Ctrl</b> and the wheel come closer.</p>");
  }
  const KeyFrame& at = m_state.keys.keys()[*key];
  QStringList lines{tr("<b>Key frame at %1</b>").arg(time_words(at.seconds))};
  if (!at.caption.empty()) lines << to_qt(at.caption).toHtmlEscaped();
  QStringList options;
  for (const auto& [id, value] : at.options) {
    if (options.size() == 8) {
      options << QStringLiteral("…");
      break;
    }
    options << QStringLiteral("%1 %2").arg(to_qt(id), to_qt(value).left(40)).toHtmlEscaped();
  }
  if (!options.isEmpty()) lines << options.join(QStringLiteral(", "));
  if (at.camera) lines << tr("with its camera");
  return QStringLiteral("<p>%1</p>").arg(lines.join(QStringLiteral("<br>")));
}

bool TimelineView::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), tip_at(help->pos()), this);
    return true;
  }
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool plain =
        (key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier)) == Qt::NoModifier;
    constexpr std::array keys{Qt::Key_Space, Qt::Key_Left,  Qt::Key_Right,    Qt::Key_Home,
                              Qt::Key_End,   Qt::Key_Up,    Qt::Key_Down,     Qt::Key_Delete,
                              Qt::Key_Plus,  Qt::Key_Equal, Qt::Key_Return,   Qt::Key_Enter,
                              Qt::Key_Minus, Qt::Key_0,     Qt::Key_Backspace};
    const bool own = std::find(keys.begin(), keys.end(), key->key()) != keys.end() ||
                     (key->key() == Qt::Key_Escape && m_state.selected);
    if (plain && own) {
      event->accept();
      return true;
    }
  }
  return QWidget::event(event);
}

}  // namespace baryscope
