/// F1 and MCC of every way of sampling by cross-validation: a dot a fold, the mean, one deviation.
#pragma once

#include <memory>
#include <optional>

#include "app/gui/plots/curve_plot.h"
#include "app/gui/plots/read_plot.h"
#include "core/sampling/studies/evaluation.h"

namespace baryscope {

/// Rows are read by the mouse or the arrow keys.
class ScorePlot : public ReadPlot {
 public:
  explicit ScorePlot(QWidget* parent = nullptr);

  /// Null: nothing is known yet. `stale`: of options that have changed since.
  void set_evaluation(std::shared_ptr<const SamplingEvaluation> evaluation, bool stale);
  [[nodiscard]] const std::shared_ptr<const SamplingEvaluation>& evaluation() const {
    return m_evaluation;
  }
  /// The row that is read, counted over both measures.
  [[nodiscard]] std::optional<int> read_row() const { return reading(); }
  /// "F1 of SMOTE: 0.86 ± 0.03; folds 0.82, 0.88, …" of the row that is read, else the summary.
  [[nodiscard]] QString values_text() const;

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

 protected:
  [[nodiscard]] QString description() const override { return values_text(); }
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Measure;

  [[nodiscard]] static const Measure& measure(int which);
  [[nodiscard]] int n_rows() const;
  [[nodiscard]] double line() const;
  [[nodiscard]] double top_of(int which) const;
  void paint_measure(QPainter& painter, int which) const;
  void paint_row(QPainter& painter, const QRectF& box, const EvaluationRow& row, int which,
                 bool best) const;

  std::shared_ptr<const SamplingEvaluation> m_evaluation;
  bool m_stale = false;
  CurveAxis m_axes[2];
};

}  // namespace baryscope
