/// The line above a plot of curves: what it shows, and the values that are read.
#pragma once

#include <QColor>
#include <QString>
#include <vector>

class QPainter;
class QRectF;

namespace baryscope {

/// A value and the curve that it is of.
struct CurveKey {
  QColor color;
  Qt::PenStyle line = Qt::SolidLine;  ///< NoPen: a ring
  QString text;
};

/// A title to the left, values with their line's key to the right; what does not fit is left out.
void paint_curve_header(QPainter& painter, const QRectF& row, const QString& title,
                        const std::vector<CurveKey>& keys);

}  // namespace baryscope
