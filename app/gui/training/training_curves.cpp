#include "app/gui/training/training_curves.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr int k_gap = 7;               // between an axis and its labels
constexpr int k_max_ticks = 5;         // of the axis of steps
constexpr double k_mean_share = 0.01;  // of the planned points, in the running mean

struct Entry {
  QColor color;
  Qt::PenStyle line = Qt::SolidLine;  // NoPen: a ring
  QString text;
};

QRectF dot(QPointF center, double radius) {
  return {center.x() - radius, center.y() - radius, 2 * radius, 2 * radius};
}

/// A title to the left, values with their line's key to the right; what does not fit is left out.
void paint_header(QPainter& painter, const QRectF& row, const QString& title,
                  const std::vector<Entry>& entries) {
  const WindowColors c = window_colors();
  const QFontMetricsF metrics(painter.font());
  double right = row.right();
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const double width = metrics.horizontalAdvance(entry->text);
    if (right - width - 20 < row.left()) break;
    painter.setPen(c.ink);
    painter.drawText(QRectF(right - width - 1, row.top(), width + 1, row.height()),
                     Qt::AlignRight | Qt::AlignVCenter, entry->text);
    const QPointF key(right - width - 12, row.center().y() + 0.5);
    painter.setPen(
        QPen(entry->color, entry->line == Qt::NoPen ? 1.2 : 2.2, Qt::SolidLine, Qt::FlatCap));
    if (entry->line == Qt::NoPen) {
      painter.setBrush(Qt::NoBrush);
      painter.drawEllipse(dot(key + QPointF(3, 0), 2.6));
    } else if (entry->line == Qt::DashLine) {
      painter.drawLine(key - QPointF(8, 0), key - QPointF(2, 0));
      painter.drawLine(key + QPointF(2, 0), key + QPointF(8, 0));
    } else {
      painter.drawLine(key - QPointF(7, 0), key + QPointF(7, 0));
    }
    right -= width + 30;
  }
  if (right - row.left() < metrics.horizontalAdvance(title)) return;
  painter.setPen(c.muted);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, title);
}

/// Where a value of an axis lies in a box, from its bottom.
double height_in(const QRectF& box, const CurveAxis& axis, double value) {
  return box.bottom() - axis.place(value) * box.height();
}

void paint_grid(QPainter& painter, const QRectF& box, const CurveAxis& axis, bool as_percent) {
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
    painter.drawText(QRectF(0, y - 20, box.left() - k_gap, 40), Qt::AlignRight | Qt::AlignVCenter,
                     label);
  }
}

}  // namespace

struct TrainingCurves::Frame {
  QRectF loss_header, loss, accuracy_header, accuracy, axis;
};

TrainingCurves::TrainingCurves(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("training-curves"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Curves of the training"));
  setToolTip(
      tr("<p>Above: the loss, how surprised the model is by the right answer (cross-entropy "
         "−log p, or the squared error of a vector); lower is better. Thin: every batch; thick: "
         "their running mean; rings: fresh examples.</p><p>Below: how many answers about fresh "
         "examples are right. Point at a step, or press ← and →, to read its values.</p>"));
  set_curve(0, {});
}

void TrainingCurves::set_curve(int n_steps, const std::vector<TrainingPoint>& curve) {
  m_n_steps = std::max(n_steps, curve.empty() ? 0 : curve.back().step);
  m_loss.clear();
  m_evaluated.clear();
  double low = 1e300;
  double high = 0;
  double lowest_share = 1;
  for (const TrainingPoint& point : curve) {
    // A curve that begins with an evaluation of the untrained model has no batch there.
    if (std::isfinite(point.loss)) {
      m_loss.push_back({static_cast<double>(point.step), point.loss});
      if (point.loss > 0) low = std::min(low, point.loss), high = std::max(high, point.loss);
    }
    if (!point.evaluation) continue;
    const TaskMetrics& metrics = *point.evaluation;
    m_evaluated.push_back({point.step, metrics.loss, metrics.accuracy, metrics.heaviest_pair_true});
    lowest_share =
        std::min({lowest_share, metrics.accuracy, metrics.heaviest_pair_true.value_or(1)});
  }
  const double density = curve.empty() || m_n_steps == 0
                             ? 0
                             : static_cast<double>(m_loss.size()) / std::max(1, curve.back().step);
  m_mean = smoothed(m_loss, std::clamp(k_mean_share * density * m_n_steps, 3.0, 400.0));
  m_steps_axis = linear_axis(0, std::max(1, m_n_steps), k_max_ticks);
  m_loss_axis = high > 0 ? logarithmic_axis(low, high, 5) : logarithmic_axis(0.01, 1, 5);
  m_accuracy_axis = linear_axis(std::clamp(std::floor(lowest_share * 4) / 4, 0.0, 0.75), 1, 4);
  if (m_evaluated.empty()) m_accuracy_axis = linear_axis(0, 1, 4);
  setAccessibleDescription(summary());
  update();
}

TrainingCurves::Frame TrainingCurves::frame() const {
  QFont small = font();
  small.setPointSizeF(font().pointSizeF() * 0.85);
  const QFontMetricsF metrics(small);
  double labels = metrics.horizontalAdvance(QStringLiteral("100 %"));
  for (const AxisTick& tick : m_loss_axis.ticks) {
    labels = std::max(labels, metrics.horizontalAdvance(QString::fromStdString(tick.label)));
  }
  const double line = std::ceil(metrics.height());
  const double left = std::ceil(labels) + k_gap;
  const double right = width() - 8;
  const double headers = 2 * (line + 5) + 8;
  const double below = line + k_gap;
  const double each = std::floor((height() - headers - below - 4) / 2);
  Frame f;
  double y = 0;
  f.loss_header = {0, y, right + 1, line};
  y += line + 5;
  f.loss = {left, y, right - left, each};
  y += each + 8;
  f.accuracy_header = {0, y, right + 1, line};
  y += line + 5;
  f.accuracy = {left, y, right - left, each};
  f.axis = {left, f.accuracy.bottom() + 3, right - left, line + 4};
  return f;
}

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
  paint_grid(painter, f.loss, m_loss_axis, false);
  paint_grid(painter, f.accuracy, m_accuracy_axis, true);

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
  if (m_read && !m_loss.empty()) paint_reading(painter, f);
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(c.accent, 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
  }
}

void TrainingCurves::paint_loss(QPainter& painter, const Frame& f) const {
  const WindowColors c = window_colors();
  std::vector<Entry> entries;
  if (!m_loss.empty()) {
    const std::size_t at = m_read ? point_at(*m_read) : m_loss.size() - 1;
    entries.push_back({c.key, Qt::SolidLine, loss_text(m_mean[at].y)});
    if (const Evaluated* fresh =
            m_evaluated.empty() ? nullptr : evaluated_at(m_read.value_or(m_n_steps))) {
      entries.push_back({c.ink, Qt::NoPen, tr("fresh %1").arg(loss_text(fresh->loss))});
    }
  }
  paint_header(painter, f.loss_header, tr("Loss"), entries);
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
  painter.drawPath(path_of(m_mean, false));
  painter.setPen(QPen(c.ink, 1.2));
  painter.setBrush(c.panel);
  double free_from = -1e9;
  for (const Evaluated& each : m_evaluated) {
    const QPointF at = place(each.step, each.loss);
    if (!std::isfinite(each.loss) || at.x() < free_from) continue;
    painter.drawEllipse(dot(at, 2.2));
    free_from = at.x() + 7;
  }
  painter.restore();
}

void TrainingCurves::paint_accuracy(QPainter& painter, const Frame& f) const {
  const WindowColors c = window_colors();
  std::vector<Entry> entries;
  if (!m_evaluated.empty()) {
    const Evaluated& at = *evaluated_at(m_read.value_or(m_n_steps));
    entries.push_back({c.query, Qt::SolidLine, accuracy_text(at.accuracy)});
    if (at.heaviest_pair_true) {
      entries.push_back({c.key_prime, Qt::DashLine,
                         tr("heaviest pair %1").arg(accuracy_text(*at.heaviest_pair_true))});
    }
  }
  paint_header(painter, f.accuracy_header, tr("Accuracy"), entries);
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
    if (path.isEmpty()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2, style, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    // Of a dashed line the last alone, so that the dashes are seen.
    const bool crowded = style == Qt::DashLine || path.elementCount() > box.width() / 6;
    for (int i = crowded ? path.elementCount() - 1 : 0; i < path.elementCount(); ++i) {
      painter.drawEllipse(dot(path.elementAt(i), 2.4));
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
  const std::size_t at = point_at(*m_read);
  const double x = f.loss.left() + m_steps_axis.place(m_loss[at].x) * f.loss.width();
  painter.setPen(QPen(c.muted, 1));
  for (const QRectF& box : {f.loss, f.accuracy}) {
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
  }
  painter.setPen(QPen(c.panel, 1.5));
  painter.setBrush(c.key);
  painter.drawEllipse(dot({x, height_in(f.loss, m_loss_axis, m_mean[at].y)}, 4));
  if (const Evaluated* fresh = m_evaluated.empty() ? nullptr : evaluated_at(*m_read)) {
    const double fresh_x = f.accuracy.left() + m_steps_axis.place(fresh->step) * f.accuracy.width();
    painter.setBrush(c.query);
    painter.drawEllipse(dot({fresh_x, height_in(f.accuracy, m_accuracy_axis, fresh->accuracy)}, 4));
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

void TrainingCurves::read(std::optional<int> step) {
  if (m_read == step) return;
  m_read = step;
  setAccessibleDescription(step ? values_text() : summary());
  update();
}

void TrainingCurves::mouseMoveEvent(QMouseEvent* event) {
  if (m_loss.empty()) return;
  const Frame f = frame();
  const double share = (event->position().x() - f.loss.left()) / f.loss.width();
  const double step = std::clamp(share, 0.0, 1.0) * m_steps_axis.high;
  read(static_cast<int>(m_loss[point_at(static_cast<int>(std::lround(step)))].x));
}

void TrainingCurves::leaveEvent(QEvent* event) {
  QWidget::leaveEvent(event);
  if (!hasFocus()) read(std::nullopt);
}

void TrainingCurves::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  read(std::nullopt);
}

void TrainingCurves::keyPressEvent(QKeyEvent* event) {
  const bool moves = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right ||
                     event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
  if (!moves || m_loss.empty()) {
    QWidget::keyPressEvent(event);
    return;
  }
  const std::size_t last = m_loss.size() - 1;
  std::size_t at = m_read ? point_at(*m_read) : last;
  // About one pixel a press; with Shift ten.
  const auto pixels = static_cast<std::size_t>(std::max(1, width()));
  const std::size_t stride = std::max<std::size_t>(1, m_loss.size() / pixels) *
                             (event->modifiers() & Qt::ShiftModifier ? 10 : 1);
  if (event->key() == Qt::Key_Left) at = at > stride ? at - stride : 0;
  if (event->key() == Qt::Key_Right) at = std::min(last, at + stride);
  if (event->key() == Qt::Key_Home) at = 0;
  if (event->key() == Qt::Key_End) at = last;
  read(static_cast<int>(m_loss[at].x));
}

}  // namespace baryscope
