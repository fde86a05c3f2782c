#include "app/gui/plots/curve_header.h"

#include <QPainter>

#include "app/gui/widgets/style.h"

namespace baryscope {

void paint_curve_header(QPainter& painter, const QRectF& row, const QString& title,
                        const std::vector<CurveKey>& keys) {
  const WindowColors c = window_colors();
  const QFontMetricsF metrics(painter.font());
  double right = row.right();
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    const double width = metrics.horizontalAdvance(key->text);
    if (right - width - 20 < row.left()) break;
    painter.setPen(c.ink);
    painter.drawText(QRectF(right - width - 1, row.top(), width + 1, row.height()),
                     Qt::AlignRight | Qt::AlignVCenter, key->text);
    const QPointF mark(right - width - 12, row.center().y() + 0.5);
    painter.setPen(
        QPen(key->color, key->line == Qt::NoPen ? 1.2 : 2.2, Qt::SolidLine, Qt::FlatCap));
    if (key->line == Qt::NoPen) {
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(mark + QPointF(3, 0), 2.6, 2.6);
    } else if (key->line == Qt::DashLine) {
      painter.drawLine(mark - QPointF(8, 0), mark - QPointF(2, 0));
      painter.drawLine(mark + QPointF(2, 0), mark + QPointF(8, 0));
    } else {
      painter.drawLine(mark - QPointF(7, 0), mark + QPointF(7, 0));
    }
    right -= width + 30;
  }
  if (right - row.left() < metrics.horizontalAdvance(title)) return;
  painter.setPen(c.muted);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, title);
}

}  // namespace baryscope
