#include "app/gui/plots/read_plot.h"

#include <QPainter>

#include "app/gui/widgets/style.h"

namespace baryscope {

ReadPlot::ReadPlot(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ReadPlot::read(std::optional<int> place) {
  if (m_reading == place) return;
  m_reading = place;
  setAccessibleDescription(description());
  update();
}

void ReadPlot::paint_focus(QPainter& painter) const {
  if (!hasFocus()) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(window_colors().accent, 1));
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

void ReadPlot::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  if (!hasFocus()) read(std::nullopt);
}

void ReadPlot::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  read(std::nullopt);
}

}  // namespace baryscope
