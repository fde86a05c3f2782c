// How the curves are painted.
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/gui/plots/curve_header.h"
#include "app/gui/training/training_curves.h"
#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

/// Where a value of an axis lies in a box, from its bottom.
double height_in(const QRectF& box, const CurveAxis& axis, double value) {
  return box.bottom() - axis.place(value) * box.height();
}

void paint_grid(QPainter& painter, const QRectF& box, const CurveAxis& axis, double labels_end,
                bool as_percent) {
  const WindowColors c = window_colors();
  const QFontMetricsF metrics(painter.font());
  double free_below = 1e9;
  for (const AxisTick& tick : axis.ticks) {
    const double y = std::round(height_in(box, axis, tick.value)) + 0.5;
    painter.setPen(QPen(c.line, 1));
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
    if (y + metrics.height() / 2 > free_below) continue;  // labels never overlap
    free_below = y - metrics.height() / 2;
    painter.setPen(c.muted);
    const QString label =
        as_percent ? QString::number(std::lround(100 * tick.value)) + QStringLiteral(" %")
                   : QString::fromStdString(tick.label);
    painter.drawText(QRectF(0, y - 20, labels_end, 40), Qt::AlignRight | Qt::AlignVCenter, label);
  }
}

}  // namespace

void TrainingCurves::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QFont small = font();
  small.setPointSizeF(font().pointSizeF() * 0.85);
  painter.setFont(small);
  const WindowColors c = window_colors();
  const Frame f = frame();

  for (const AxisTick& tick : m_steps_axis.ticks) {
    const double x = std::round(f.loss.left() + m_steps_axis.place(tick.value) * f.loss.width());
    painter.setPen(QPen(c.line, 1));
    for (const QRectF& box : {f.loss, f.accuracy}) {
      painter.drawLine(QPointF(x + 0.5, box.top()), QPointF(x + 0.5, box.bottom()));
    }
  }
  paint_grid(painter, f.loss, m_loss_axis, f.loss.left() - k_gap, false);
  paint_grid(painter, f.accuracy, m_accuracy_axis, f.accuracy.left() - k_gap, true);

  const QFontMetricsF metrics(small);
  painter.setPen(c.muted);
  double free_from = -1e9;
  for (const AxisTick& tick : m_steps_axis.ticks) {
    const QString label = QString::fromStdString(tick.label);
    const double half = metrics.horizontalAdvance(label) / 2;
    const double x = std::clamp(f.axis.left() + m_steps_axis.place(tick.value) * f.axis.width(),
                                half, width() - half);
    if (x - half < free_from) continue;
    free_from = x + half + 6;
    painter.drawText(QPointF(x - half, f.axis.top() + metrics.ascent() + 2), label);
  }
  paint_loss(painter, f);
  paint_accuracy(painter, f);
  if (reading() && !m_loss.empty()) paint_reading(painter, f);
  paint_focus(painter);
}

void TrainingCurves::paint_loss(QPainter& painter, const Frame& f) const {
  const WindowColors c = window_colors();
  std::vector<CurveKey> keys;
  if (!m_loss.empty()) {
    const std::size_t at = reading() ? point_at(*reading()) : m_loss.size() - 1;
    keys.push_back({c.key, Qt::SolidLine, loss_text(m_mean[at].y)});
    if (const Evaluated* fresh =
            m_evaluated.empty() ? nullptr : evaluated_at(reading().value_or(m_n_steps))) {
      keys.push_back({c.ink, Qt::NoPen, tr("fresh %1").arg(loss_text(fresh->loss))});
    }
  }
  paint_curve_header(painter, f.loss_header, tr("Loss"), keys);
  const QRectF box = f.loss;
  if (m_loss.empty()) {
    painter.setPen(c.muted);
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, tr("no step yet"));
    return;
  }
  painter.save();
  painter.setClipRect(box.adjusted(-3, -2, 3, 2));
  const int n_columns = std::max(1, static_cast<int>(box.width() * devicePixelRatioF()));
  const auto place = [&](double x, double y) {
    return QPointF(box.left() + m_steps_axis.place(x) * box.width(),
                   height_in(box, m_loss_axis, y));
  };
  const auto path_of = [&](const std::vector<CurvePoint>& points, bool spans) {
    QPainterPath path;
    for (const CurveColumn& column : thinned(points, 0, m_steps_axis.high, n_columns)) {
      const QPointF last = place(column.x, column.last);
      if (path.elementCount() == 0) path.moveTo(last);
      if (spans && column.low < column.high) {
        path.lineTo(place(column.x, column.high));
        path.lineTo(place(column.x, column.low));
      }
      path.lineTo(last);
    }
    return path;
  };
  QColor thin = c.key;
  thin.setAlphaF(0.38F);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(thin, 1));
  painter.drawPath(path_of(m_loss, true));
  painter.setPen(QPen(c.key, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  const QPainterPath mean = path_of(m_mean, false);
  painter.drawPath(mean);
  if (mean.elementCount() == 1) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.key);
    painter.drawEllipse(mean.elementAt(0), 2.4, 2.4);
  }
  painter.setPen(QPen(c.ink, 1.2));
  painter.setBrush(c.panel);
  double free_from = -1e9;
  for (const Evaluated& each : m_evaluated) {
    const QPointF at = place(each.step, each.loss);
    if (!std::isfinite(each.loss) || at.x() < free_from) continue;
    painter.drawEllipse(at, 2.2, 2.2);
    free_from = at.x() + 7;
  }
  painter.restore();
}

void TrainingCurves::paint_accuracy(QPainter& painter, const Frame& f) const {
  const WindowColors c = window_colors();
  std::vector<CurveKey> keys;
  if (!m_evaluated.empty()) {
    const Evaluated& at = *evaluated_at(reading().value_or(m_n_steps));
    keys.push_back({c.query, Qt::SolidLine, accuracy_text(at.accuracy)});
    if (at.heaviest_pair_true) {
      keys.push_back({c.key_prime, Qt::DashLine,
                      tr("heaviest pair %1").arg(accuracy_text(*at.heaviest_pair_true))});
    }
  }
  paint_curve_header(painter, f.accuracy_header, tr("Accuracy"), keys);
  const QRectF box = f.accuracy;
  if (m_evaluated.empty()) {
    painter.setPen(c.muted);
    painter.drawText(box, Qt::AlignCenter | Qt::TextWordWrap, tr("no fresh examples yet"));
    return;
  }
  const auto path_of = [&](const auto& value) {
    QPainterPath path;
    for (const Evaluated& each : m_evaluated) {
      const std::optional<double> share = value(each);
      if (!share || !std::isfinite(*share)) continue;
      const QPointF point(box.left() + m_steps_axis.place(each.step) * box.width(),
                          height_in(box, m_accuracy_axis, *share));
      path.elementCount() == 0 ? path.moveTo(point) : path.lineTo(point);
    }
    return path;
  };
  const auto paint_line = [&](const QPainterPath& path, const QColor& color, Qt::PenStyle style) {
    if (path.elementCount() == 0) return;  // one point alone counts as empty for isEmpty()
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2, style, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    // Of a dashed line the last alone, so that the dashes are seen.
    const bool crowded = style == Qt::DashLine || path.elementCount() > box.width() / 6;
    for (int i = crowded ? path.elementCount() - 1 : 0; i < path.elementCount(); ++i) {
      painter.drawEllipse(path.elementAt(i), 2.4, 2.4);
    }
  };
  const auto accuracy = [](const Evaluated& each) { return std::optional(each.accuracy); };
  const auto pairs = [](const Evaluated& each) { return each.heaviest_pair_true; };
  const QPainterPath path = path_of(accuracy);
  if (path.elementCount() > 1) {
    QPainterPath below = path;
    below.lineTo(below.currentPosition().x(), box.bottom());
    below.lineTo(path.elementAt(0).x, box.bottom());
    QLinearGradient fade(box.topLeft(), box.bottomLeft());
    QColor tint = c.query;
    tint.setAlphaF(0.16F);
    fade.setColorAt(0, tint);
    tint.setAlphaF(0.01F);
    fade.setColorAt(1, tint);
    painter.fillPath(below, fade);
  }
  paint_line(path_of(pairs), c.key_prime, Qt::DashLine);
  paint_line(path, c.query, Qt::SolidLine);
}

void TrainingCurves::paint_reading(QPainter& painter, const Frame& f) const {
  const WindowColors c = window_colors();
  const std::size_t at = point_at(*reading());
  const double x = f.loss.left() + m_steps_axis.place(m_loss[at].x) * f.loss.width();
  painter.setPen(QPen(c.muted, 1));
  for (const QRectF& box : {f.loss, f.accuracy}) {
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
  }
  painter.setPen(QPen(c.panel, 1.5));
  painter.setBrush(c.key);
  painter.drawEllipse(QPointF(x, height_in(f.loss, m_loss_axis, m_mean[at].y)), 4, 4);
  if (const Evaluated* fresh = m_evaluated.empty() ? nullptr : evaluated_at(*reading())) {
    const double fresh_x = f.accuracy.left() + m_steps_axis.place(fresh->step) * f.accuracy.width();
    painter.setBrush(c.query);
    painter.drawEllipse(QPointF(fresh_x, height_in(f.accuracy, m_accuracy_axis, fresh->accuracy)),
                        4, 4);
  }
  const QString label = step_text(static_cast<int>(m_loss[at].x));
  const double width_needed = QFontMetricsF(painter.font()).horizontalAdvance(label) + 12;
  QRectF pill(x - width_needed / 2, f.axis.top(), width_needed, f.axis.height());
  pill.moveLeft(std::clamp(pill.left(), 0.0, width() - width_needed));
  painter.setPen(Qt::NoPen);
  painter.setBrush(c.ink);
  painter.drawRoundedRect(pill, 3, 3);
  painter.setPen(c.panel);
  painter.drawText(pill, Qt::AlignCenter, label);
}

}  // namespace baryscope
