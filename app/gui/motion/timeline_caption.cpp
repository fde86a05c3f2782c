// The field that a key frame's caption is written in, within the timeline.
#include <QKeyEvent>
#include <QLineEdit>
#include <algorithm>
#include <utility>

#include "app/gui/motion/timeline_view.h"
#include "app/gui/widgets/dispatcher.h"

namespace baryscope {

void TimelineView::edit_caption(std::size_t key) {
  end_caption(true);
  if (key >= m_state.keys.size()) return;
  const KeyFrame& edited = m_state.keys.keys()[key];
  m_edited = edited.seconds;
  m_scale.make_visible(edited.seconds);
  const TimelineLayout layout = layout_here();
  m_field = new QLineEdit(to_qt(edited.caption), this);
  m_field->setObjectName(QStringLiteral("key-caption"));
  m_field->setAccessibleName(tr("Caption of the key frame"));
  m_field->setPlaceholderText(tr("Caption; {lambda} fills in a number"));
  m_field->setToolTip(
      tr("Enter keeps the caption, Esc leaves it as it was. {lambda}, {query} and "
         "the like are filled in with what is shown."));
  m_field->setFont(layout.small);
  m_field->setStyleSheet(QStringLiteral("padding: 0 5px; min-height: 0;"));
  m_field->installEventFilter(this);
  const int high = static_cast<int>(layout.captions.height()) + 8;
  const int wide = std::min(360, width() - 8);
  const int x = static_cast<int>(m_scale.x_of(edited.seconds) - layout.radius - 6);
  m_field->setGeometry(std::clamp(x, 4, std::max(4, width() - wide - 4)), height() - high - 1, wide,
                       high);
  m_field->show();
  m_field->selectAll();
  m_field->setFocus(Qt::OtherFocusReason);
}

bool TimelineView::eventFilter(QObject* watched, QEvent* event) {
  if (watched != m_field) return QWidget::eventFilter(watched, event);
  if (event->type() == QEvent::FocusOut) {
    const auto* focus = static_cast<QFocusEvent*>(event);
    if (focus->reason() != Qt::PopupFocusReason && focus->reason() != Qt::ActiveWindowFocusReason) {
      end_caption(true);
    }
    return false;
  }
  if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride) return false;
  const int key = static_cast<QKeyEvent*>(event)->key();
  const bool enter = key == Qt::Key_Return || key == Qt::Key_Enter;
  if (!enter && key != Qt::Key_Escape) return false;
  event->accept();
  if (event->type() == QEvent::KeyPress) {
    end_caption(enter);
    if (m_field == nullptr) setFocus(Qt::OtherFocusReason);
  }
  return true;
}

void TimelineView::end_caption(bool keep) {
  if (m_field == nullptr) return;
  QLineEdit* field = std::exchange(m_field, nullptr);
  const auto key = m_state.keys.find_key(m_edited);
  const bool done = !keep || !key || !on_caption || on_caption(*key, field->text());
  if (!done && field->hasFocus()) {
    m_field = field;  // to be put right
    return;
  }
  field->removeEventFilter(this);
  field->hide();
  field->deleteLater();
}

}  // namespace baryscope
