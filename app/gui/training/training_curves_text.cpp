// What the curves say in words and numbers.
#include <algorithm>
#include <cmath>

#include "app/gui/training/training_curves.h"
#include "app/gui/widgets/number_words.h"

namespace baryscope {

QString step_text(int step) {
  QString text = QString::number(step);
  for (qsizetype at = text.size() - 3; at > 0; at -= 3) text.insert(at, QChar(0x202F));
  return text;
}

QString loss_text(double loss) {
  if (!std::isfinite(loss)) return short_number(loss);
  return std::fabs(loss) < 1e-4 && loss != 0 ? QString::number(loss, 'e', 1)
                                             : QString::number(loss, 'g', 3);
}

QString accuracy_text(double share) {
  const double value = 100 * share;
  if (value >= 100) return QStringLiteral("100 %");
  // Rounded down: 100 % means every one of them.
  const int n_decimals = value > 99 ? 2 : 1;
  const double scale = n_decimals == 2 ? 100 : 10;
  return QString::number(std::floor(value * scale + 1e-9) / scale, 'f', n_decimals) +
         QStringLiteral(" %");
}

std::size_t TrainingCurves::point_at(int step) const {
  const auto found = std::lower_bound(m_loss.begin(), m_loss.end(), step,
                                      [](const CurvePoint& p, int x) { return p.x < x; });
  if (found == m_loss.begin()) return 0;
  if (found == m_loss.end()) return m_loss.size() - 1;
  const auto at = static_cast<std::size_t>(found - m_loss.begin());
  return found->x - step < step - (found - 1)->x ? at : at - 1;
}

/// The last one at or before `step`, else the first.
const TrainingCurves::Evaluated* TrainingCurves::evaluated_at(int step) const {
  const auto found = std::upper_bound(m_evaluated.begin(), m_evaluated.end(), step,
                                      [](int x, const Evaluated& e) { return x < e.step; });
  return found == m_evaluated.begin() ? &*found : &*(found - 1);
}

QString TrainingCurves::values_text() const {
  if (m_loss.empty()) return tr("no step yet");
  const int step = reading().value_or(m_n_steps);
  const std::size_t at = point_at(step);
  QString text = tr("step %1 · loss %2")
                     .arg(step_text(static_cast<int>(m_loss[at].x)), loss_text(m_mean[at].y));
  if (!m_evaluated.empty()) {
    const Evaluated& fresh = *evaluated_at(step);
    text += tr(" · accuracy %1").arg(accuracy_text(fresh.accuracy));
    if (fresh.heaviest_pair_true) {
      text += tr(" · heaviest pair true %1").arg(accuracy_text(*fresh.heaviest_pair_true));
    }
  }
  return text;
}

QString TrainingCurves::description() const { return reading() ? values_text() : summary(); }

QString TrainingCurves::summary() const {
  if (m_loss.empty()) return tr("No step has been trained yet.");
  QString text = tr("The loss went from %1 to %2 over %3 of %4 steps.")
                     .arg(loss_text(m_mean.front().y), loss_text(m_mean.back().y),
                          step_text(static_cast<int>(m_loss.back().x)), step_text(m_n_steps));
  if (!m_evaluated.empty()) {
    text += QLatin1Char(' ') + tr("The accuracy on fresh examples is %1, at first %2.")
                                   .arg(accuracy_text(m_evaluated.back().accuracy),
                                        accuracy_text(m_evaluated.front().accuracy));
  }
  return text;
}

}  // namespace baryscope
