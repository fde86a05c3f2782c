#include "app/gui/samples/score_plot.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/gui/plots/glyph.h"
#include "app/gui/samples/samples_words.h"
#include "app/gui/widgets/style.h"
#include "core/sampling/samplers/sampler.h"

namespace baryscope {

struct ScorePlot::Measure {
  const char* name;
  std::vector<double> EvaluationRow::* folds;
  double EvaluationRow::* mean;
  double EvaluationRow::* deviation;
};

namespace {

constexpr int k_n_measures = 2;
constexpr double k_between = 12;  // measures

QFont small(const QFont& font) {
  QFont result = font;
  result.setPointSizeF(font.pointSizeF() * 0.88);
  return result;
}

/// None grey, SMOTE amber, the sampler that is looked at in the synthetic points' colour; a shape
/// each.
std::pair<QColor, Glyph> look_of(const std::string& sampler) {
  if (sampler == "none") return {window_colors().muted, Glyph::ring};
  if (sampler == baseline_sampler().name) return {window_colors().key, Glyph::square};
  return {role_color(Role::synthetic), Glyph::diamond};
}

}  // namespace

const ScorePlot::Measure& ScorePlot::measure(int which) {
  static const Measure k_measures[k_n_measures] = {
      {"F1", &EvaluationRow::f1, &EvaluationRow::mean_f1, &EvaluationRow::deviation_f1},
      {"MCC", &EvaluationRow::mcc, &EvaluationRow::mean_mcc, &EvaluationRow::deviation_mcc}};
  return k_measures[which];
}

ScorePlot::ScorePlot(QWidget* parent) : ReadPlot(parent) {
  setObjectName(QStringLiteral("score-plot"));
  setAccessibleName(tr("Scores by cross-validation"));
  setToolTip(
      tr("<p>The classifier learns from all folds but one, sampled this way, and is tested on the "
         "fold left out, which is never sampled. Small dots: the folds; large: their mean; line: "
         "one standard deviation.</p><p>F1 = 2·precision·recall / (precision + recall) of the "
         "minority class (several classes: the mean over classes). MCC, Matthews' correlation of "
         "truth and answer: 1 perfect, 0 guessing.</p><p>↑ and ↓ read a row.</p>"));
  set_evaluation(nullptr, false);
}

void ScorePlot::set_evaluation(std::shared_ptr<const SamplingEvaluation> evaluation, bool stale) {
  const QSize before = sizeHint();
  m_evaluation = std::move(evaluation);
  m_stale = stale;
  if (reading() && *reading() >= k_n_measures * n_rows()) read(std::nullopt);
  for (int which = 0; which < k_n_measures; ++which) {
    double low = 1;
    if (m_evaluation != nullptr) {
      for (const EvaluationRow& row : m_evaluation->rows) {
        for (const double value : row.*measure(which).folds) {
          if (std::isfinite(value)) low = std::min(low, value);
        }
        const double end = row.*measure(which).mean - row.*measure(which).deviation;
        if (std::isfinite(end)) low = std::min(low, end);
      }
    }
    low = std::clamp(std::floor((low - 0.02) * 5) / 5, -1.0, 0.8);
    m_axes[which] = linear_axis(low, 1, 4);
  }
  setAccessibleDescription(values_text());
  if (sizeHint() != before) updateGeometry();
  update();
}

int ScorePlot::n_rows() const {
  return m_evaluation == nullptr ? 0 : static_cast<int>(m_evaluation->rows.size());
}

double ScorePlot::line() const { return QFontMetricsF(small(font())).height() + 7; }

double ScorePlot::top_of(int which) const {
  return which * (line() * (n_rows() + 2) + k_between - 6);
}

QSize ScorePlot::sizeHint() const {
  const int rows = n_rows() == 0 ? 3 : 2 * (n_rows() + 2);
  return {270, static_cast<int>(std::ceil(rows * line() + (n_rows() == 0 ? 0 : k_between)))};
}

QString ScorePlot::values_text() const {
  if (m_evaluation == nullptr) return tr("not evaluated yet");
  if (!reading() || n_rows() == 0) return evaluation_words(*m_evaluation);
  const Measure& what = measure(*reading() / n_rows());
  const EvaluationRow& row = m_evaluation->rows[static_cast<std::size_t>(*reading() % n_rows())];
  QStringList folds;
  for (const double value : row.*what.folds) folds << QString::number(value, 'f', 2);
  return tr("%1 of %2: %3; folds %4")
      .arg(QString::fromLatin1(what.name), sampler_title(row.sampler),
           score_text(row.*what.mean, row.*what.deviation), folds.join(QStringLiteral(", ")));
}

void ScorePlot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(small(font()));
  const WindowColors c = window_colors();
  if (m_evaluation == nullptr) {
    painter.setPen(c.muted);
    painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("F1 and MCC of no sampling, SMOTE and this sampler appear here."));
  } else {
    if (m_stale) painter.setOpacity(0.45);
    for (int which = 0; which < k_n_measures; ++which) paint_measure(painter, which);
    painter.setOpacity(1);
  }
  paint_focus(painter);
}

void ScorePlot::paint_measure(QPainter& painter, int which) const {
  const WindowColors c = window_colors();
  const Measure& what = measure(which);
  const QFontMetricsF metrics(painter.font());
  const double top = top_of(which);
  QFont bold = painter.font();
  bold.setBold(true);
  painter.save();
  painter.setFont(bold);
  painter.setPen(c.ink);
  painter.drawText(QRectF(2, top, width(), line()), Qt::AlignLeft | Qt::AlignVCenter,
                   QString::fromLatin1(what.name));
  painter.restore();

  double names = 0;
  std::size_t best = 0;
  const auto& rows = m_evaluation->rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    names = std::max(names, metrics.horizontalAdvance(sampler_title(rows[i].sampler)));
    if (rows[i].*what.mean > rows[best].*what.mean) best = i;
  }
  names = std::min(names, 0.44 * width()) + 28;
  const double values = QFontMetricsF(bold).horizontalAdvance(QStringLiteral("0.00 ± 0.00")) + 6;
  const QRectF plot(names, top + line(), std::max(20.0, width() - names - values - 12),
                    line() * n_rows());
  const CurveAxis& axis = m_axes[which];
  double free_from = -1e9;
  for (const AxisTick& tick : axis.ticks) {
    const double x = std::round(plot.left() + axis.place(tick.value) * plot.width()) + 0.5;
    painter.setPen(QPen(c.line, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() + 3));
    const QString label =
        QString::fromStdString(tick.label).replace(QLatin1Char('-'), QChar(0x2212));
    const double half = metrics.horizontalAdvance(label) / 2;
    if (x - half < free_from) continue;
    free_from = x + half + 5;
    painter.setPen(c.muted);
    painter.drawText(QPointF(x - half, plot.bottom() + 4 + metrics.ascent()), label);
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const QRectF box(0, plot.top() + static_cast<double>(i) * line(), width(), line());
    if (reading() == which * n_rows() + static_cast<int>(i)) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(c.tint);
      painter.drawRoundedRect(box, 3, 3);
    }
    const auto [color, glyph] = look_of(rows[i].sampler);
    paint_glyph(painter, QRectF(4, box.center().y() - 4, 8, 8), glyph, color);
    painter.setPen(c.ink);
    painter.drawText(
        QRectF(18, box.top(), names - 24, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(sampler_title(rows[i].sampler), Qt::ElideRight, names - 24));
    paint_row(painter, QRectF(plot.left(), box.top(), plot.width(), box.height()), rows[i], which,
              i == best);
    painter.save();
    if (i == best) painter.setFont(bold);
    painter.setPen(c.ink);
    painter.drawText(QRectF(width() - values - 4, box.top(), values + 2, box.height()),
                     Qt::AlignRight | Qt::AlignVCenter,
                     score_text(rows[i].*what.mean, rows[i].*what.deviation));
    painter.restore();
  }
}

void ScorePlot::paint_row(QPainter& painter, const QRectF& box, const EvaluationRow& row, int which,
                          bool best) const {
  const Measure& what = measure(which);
  const auto [color, glyph] = look_of(row.sampler);
  const CurveAxis& axis = m_axes[which];
  const double y = box.center().y();
  const auto place = [&](double value) { return box.left() + axis.place(value) * box.width(); };
  QColor pale = color;
  pale.setAlphaF(0.42F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(pale);
  for (const double value : row.*what.folds) {
    if (std::isfinite(value)) painter.drawEllipse(QPointF(place(value), y), 2.6, 2.6);
  }
  const double mean = row.*what.mean;
  if (!std::isfinite(mean)) return;
  const double deviation = std::isfinite(row.*what.deviation) ? row.*what.deviation : 0;
  painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::FlatCap));
  const double low = place(mean - deviation);
  const double high = place(mean + deviation);
  painter.drawLine(QPointF(low, y), QPointF(high, y));
  painter.drawLine(QPointF(low, y - 3), QPointF(low, y + 3));
  painter.drawLine(QPointF(high, y - 3), QPointF(high, y + 3));
  const double r = best ? 5 : 4;
  painter.setPen(Qt::NoPen);
  painter.setBrush(window_colors().panel);
  painter.drawEllipse(QPointF(place(mean), y), r + 1.5, r + 1.5);
  paint_glyph(painter, QRectF(place(mean) - r, y - r, 2 * r, 2 * r), glyph, color);
}

void ScorePlot::mouseMoveEvent(QMouseEvent* event) {
  std::optional<int> row;
  for (int which = 0; which < k_n_measures && n_rows() > 0; ++which) {
    const double at = (event->position().y() - top_of(which) - line()) / line();
    if (at >= 0 && at < n_rows()) row = which * n_rows() + static_cast<int>(at);
  }
  read(row);
}

void ScorePlot::keyPressEvent(QKeyEvent* event) {
  const bool up = event->key() == Qt::Key_Up;
  const bool down = event->key() == Qt::Key_Down;
  if ((!up && !down) || n_rows() == 0) {
    QWidget::keyPressEvent(event);
    return;
  }
  const int last = k_n_measures * n_rows() - 1;
  read(std::clamp(!reading() ? (down ? 0 : last) : *reading() + (down ? 1 : -1), 0, last));
}

}  // namespace baryscope
