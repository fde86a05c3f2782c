#include "app/gui/widgets/chooser.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QStyleOptionComboBox>
#include <QStylePainter>
#include <QToolTip>

namespace baryscope {

int Chooser::text_width() const {
  QStyleOptionComboBox option;
  initStyleOption(&option);
  const QRect line =
      style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this);
  constexpr int k_air = 4;  // between icon and text
  return line.width() - (option.currentIcon.isNull() ? 0 : option.iconSize.width() + k_air);
}

void Chooser::paintEvent(QPaintEvent* event) {
  if (isEditable()) {
    QComboBox::paintEvent(event);
    return;
  }
  QStylePainter painter(this);
  QStyleOptionComboBox option;
  initStyleOption(&option);
  painter.drawComplexControl(QStyle::CC_ComboBox, option);
  option.currentText = fontMetrics().elidedText(option.currentText, Qt::ElideRight, text_width());
  painter.drawControl(QStyle::CE_ComboBoxLabel, option);
}

void Chooser::showPopup() {
  // The last to be installed, though it was before, is asked first: before the list's own.
  view()->viewport()->installEventFilter(this);
  QComboBox::showPopup();
}

bool Chooser::eventFilter(QObject* watched, QEvent* event) {
  const bool is_click =
      event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease;
  if (is_click && watched == view()->viewport()) {
    const QPoint place = static_cast<QMouseEvent*>(event)->position().toPoint();
    const QModelIndex row = view()->indexAt(place);
    constexpr Qt::ItemFlags k_choosable = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (view()->viewport()->rect().contains(place) &&
        (!row.isValid() || (row.flags() & k_choosable) != k_choosable)) {
      return true;
    }
  }
  return QComboBox::eventFilter(watched, event);
}

bool Chooser::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !isEditable() &&
      fontMetrics().horizontalAdvance(currentText()) > text_width()) {
    const QString hint = toolTip();
    QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(),
                       hint.isEmpty() ? currentText() : currentText() + "\n" + hint, this);
    return true;
  }
  return QComboBox::event(event);
}

}  // namespace baryscope
