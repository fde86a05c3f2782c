#include "app/gui/widgets/chooser.h"

#include <QEvent>
#include <QHelpEvent>
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
