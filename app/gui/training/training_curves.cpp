#include "app/gui/training/training_curves.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace baryscope {
namespace {

constexpr int k_max_ticks = 5;         // of the axis of steps
constexpr double k_mean_share = 0.01;  // of the planned points, in the running mean

}  // namespace

TrainingCurves::TrainingCurves(QWidget* parent) : ReadPlot(parent) {
  setObjectName(QStringLiteral("training-curves"));
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

void TrainingCurves::mouseMoveEvent(QMouseEvent* event) {
  if (m_loss.empty()) return;
  const Frame f = frame();
  const double share = (event->position().x() - f.loss.left()) / f.loss.width();
  const double step = std::clamp(share, 0.0, 1.0) * m_steps_axis.high;
  read(static_cast<int>(m_loss[point_at(static_cast<int>(std::lround(step)))].x));
}

void TrainingCurves::keyPressEvent(QKeyEvent* event) {
  const bool moves = event->key() == Qt::Key_Left || event->key() == Qt::Key_Right ||
                     event->key() == Qt::Key_Home || event->key() == Qt::Key_End;
  if (!moves || m_loss.empty()) {
    QWidget::keyPressEvent(event);
    return;
  }
  const std::size_t last = m_loss.size() - 1;
  std::size_t at = reading() ? point_at(*reading()) : last;
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
