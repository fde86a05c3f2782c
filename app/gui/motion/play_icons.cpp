#include "app/gui/motion/play_icons.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr int k_size = 72;  // drawn large: sharp on every screen

/// In a box of 18 × 18.
void paint(QPainter& painter, PlayIcon icon, const QColor& ink) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(ink);
  const auto triangle = [&](double left, double right) {
    painter.drawPolygon(QPolygonF{QPointF(left, 3.5), QPointF(right, 9), QPointF(left, 14.5)});
  };
  const auto diamond = [&](double x, double r) {
    painter.drawPolygon(
        QPolygonF{QPointF(x, 9 - r), QPointF(x + r, 9), QPointF(x, 9 + r), QPointF(x - r, 9)});
    painter.setBrush(Qt::NoBrush);
  };
  const QPen line(ink, 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
  switch (icon) {
    case PlayIcon::previous:
      triangle(14, 6);
      painter.drawRoundedRect(QRectF(3.5, 3.5, 2, 11), 1, 1);
      break;
    case PlayIcon::next:
      triangle(4, 12);
      painter.drawRoundedRect(QRectF(12.5, 3.5, 2, 11), 1, 1);
      break;
    case PlayIcon::play:
      triangle(5, 14.5);
      break;
    case PlayIcon::pause:
      painter.drawRoundedRect(QRectF(4.5, 3.5, 3.2, 11), 1, 1);
      painter.drawRoundedRect(QRectF(10.3, 3.5, 3.2, 11), 1, 1);
      break;
    case PlayIcon::previous_key:
      diamond(12, 4.2);
      painter.setPen(line);
      painter.drawPolyline(QPolygonF{QPointF(6, 4.5), QPointF(2.5, 9), QPointF(6, 13.5)});
      break;
    case PlayIcon::next_key:
      diamond(6, 4.2);
      painter.setPen(line);
      painter.drawPolyline(QPolygonF{QPointF(12, 4.5), QPointF(15.5, 9), QPointF(12, 13.5)});
      break;
    case PlayIcon::add_key:
      diamond(7, 5);
      painter.setPen(line);
      painter.drawLine(QPointF(14, 1.8), QPointF(14, 7.2));
      painter.drawLine(QPointF(11.3, 4.5), QPointF(16.7, 4.5));
      break;
    case PlayIcon::record:
      painter.drawEllipse(QPointF(9, 9), 5.2, 5.2);
      break;
    case PlayIcon::another: {
      // A triangle with a point inside.
      painter.setPen(line);
      painter.setBrush(Qt::NoBrush);
      painter.drawPolygon(QPolygonF{QPointF(9, 2.5), QPointF(16, 14.5), QPointF(2, 14.5)});
      painter.setPen(Qt::NoPen);
      painter.setBrush(ink);
      painter.drawEllipse(QPointF(9.8, 10.2), 2, 2);
      break;
    }
    case PlayIcon::loop: {
      painter.setPen(line);
      painter.setBrush(Qt::NoBrush);
      painter.drawArc(QRectF(3.2, 3.2, 11.6, 11.6), 50 * 16, 280 * 16);
      painter.setPen(Qt::NoPen);
      painter.setBrush(ink);
      painter.drawPolygon(QPolygonF{QPointF(14.6, 1.8), QPointF(14.9, 7.2), QPointF(9.9, 5.4)});
      break;
    }
  }
}

QPixmap pixmap(PlayIcon icon, const QColor& ink) {
  QPixmap picture(k_size, k_size);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(k_size / 18.0, k_size / 18.0);
  paint(painter, icon, ink);
  return picture;
}

}  // namespace

QIcon play_icon(PlayIcon icon) {
  const WindowColors c = window_colors();
  QIcon result(pixmap(icon, c.ink));
  result.addPixmap(pixmap(icon, c.strong_line), QIcon::Disabled);
  return result;
}

}  // namespace baryscope
