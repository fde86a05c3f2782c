/// Loss and accuracy of a training over its steps, painted as it runs.
#pragma once

#include <QRectF>
#include <optional>
#include <vector>

#include "app/gui/plots/curve_plot.h"
#include "app/gui/plots/read_plot.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Two plots on one axis of steps: the loss of the batches (each, and its running mean) with that
/// of fresh examples; the accuracy on fresh examples and, where the mechanism has triples, the
/// share whose heaviest pair is true. The mouse or the arrow keys read the values at a step.
class TrainingCurves : public ReadPlot {
 public:
  explicit TrainingCurves(QWidget* parent = nullptr);

  /// `n_steps` is where the training will end. Any number of points, in order of their steps.
  void set_curve(int n_steps, const std::vector<TrainingPoint>& curve);

  /// The step whose values are shown; nothing: the newest.
  [[nodiscard]] std::optional<int> read_step() const { return reading(); }
  /// What the curves say, for who cannot see them.
  [[nodiscard]] QString summary() const;
  /// "step 120 · loss 0.42 · accuracy 71 %" of the newest or the read step.
  [[nodiscard]] QString values_text() const;

  [[nodiscard]] QSize sizeHint() const override { return {280, 268}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {180, 220}; }

 protected:
  [[nodiscard]] QString description() const override;
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Evaluated {
    int step = 0;
    double loss = 0;
    double accuracy = 0;
    std::optional<double> heaviest_pair_true;
  };
  /// Where the parts lie.
  struct Frame {
    QRectF loss_header, loss, accuracy_header, accuracy, axis;
  };
  static constexpr int k_gap = 7;  ///< between an axis and its labels

  [[nodiscard]] Frame frame() const;
  [[nodiscard]] const Evaluated* evaluated_at(int step) const;
  [[nodiscard]] std::size_t point_at(int step) const;
  void paint_loss(QPainter& painter, const Frame& frame) const;
  void paint_accuracy(QPainter& painter, const Frame& frame) const;
  void paint_reading(QPainter& painter, const Frame& frame) const;

  int m_n_steps = 0;
  std::vector<CurvePoint> m_loss;
  std::vector<CurvePoint> m_mean;
  std::vector<Evaluated> m_evaluated;
  CurveAxis m_steps_axis, m_loss_axis, m_accuracy_axis;
};

/// "0.042", "1.3e-06".
QString loss_text(double loss);
/// "98.4 %", "99.97 %", "100 %": finer where a hundredth matters.
QString accuracy_text(double share);
/// "3 000": digits in threes.
QString step_text(int step);

}  // namespace baryscope
