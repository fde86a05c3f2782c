#include "app/gui/plots/glyph.h"

#include <QPainter>
#include <QPen>
#include <QPolygonF>
#include <algorithm>

#include "app/gui/widgets/style.h"
#include "viz/scene/theme.h"

namespace baryscope {

QColor role_color(Role role) {
  const Theme theme = make_theme(style_is_dark() ? "dark" : "light", "cividis", "theme");
  const Color color = theme.color(role);
  return QColor::fromRgbF(static_cast<float>(color.red), static_cast<float>(color.green),
                          static_cast<float>(color.blue));
}

void paint_glyph(QPainter& painter, const QRectF& box, Glyph glyph, const QColor& color) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const double r = box.width() / 2;
  const QPointF c = box.center();
  const QPen stroke(color, std::max(1.4, box.width() / 6), Qt::SolidLine, Qt::RoundCap,
                    Qt::RoundJoin);
  painter.setPen(Qt::NoPen);
  painter.setBrush(color);
  switch (glyph) {
    case Glyph::cross:
      painter.setPen(stroke);
      painter.drawLine(c + QPointF(-0.8 * r, -0.8 * r), c + QPointF(0.8 * r, 0.8 * r));
      painter.drawLine(c + QPointF(-0.8 * r, 0.8 * r), c + QPointF(0.8 * r, -0.8 * r));
      break;
    case Glyph::plus:
      painter.setPen(stroke);
      painter.drawLine(c + QPointF(-r, 0), c + QPointF(r, 0));
      painter.drawLine(c + QPointF(0, -r), c + QPointF(0, r));
      break;
    case Glyph::hollow_disc:
    case Glyph::ring:
      painter.setPen(stroke);
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(c, 0.85 * r, 0.85 * r);
      break;
    case Glyph::square:
      painter.drawRect(QRectF(c.x() - 0.85 * r, c.y() - 0.85 * r, 1.7 * r, 1.7 * r));
      break;
    case Glyph::triangle:
      painter.drawPolygon(
          QPolygonF{c + QPointF(0, -r), c + QPointF(r, 0.8 * r), c + QPointF(-r, 0.8 * r)});
      break;
    case Glyph::diamond:
    case Glyph::hollow_diamond:
    case Glyph::octahedron:
      painter.drawPolygon(
          QPolygonF{c + QPointF(0, -r), c + QPointF(r, 0), c + QPointF(0, r), c + QPointF(-r, 0)});
      break;
    case Glyph::disc:
    case Glyph::sphere:
      painter.drawEllipse(c, r, r);
      break;
  }
  painter.restore();
}

}  // namespace baryscope
