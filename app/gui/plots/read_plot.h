/// A painted plot whose values are read one place at a time, by the mouse or the keys.
#pragma once

#include <QWidget>
#include <optional>

namespace baryscope {

/// The place stays while the mouse is over the plot or the keys are on it. A plot says what its
/// places are: rows, steps.
class ReadPlot : public QWidget {
 public:
  explicit ReadPlot(QWidget* parent = nullptr);

  /// The place that is read; nothing: the plot as a whole.
  [[nodiscard]] std::optional<int> reading() const { return m_reading; }

 protected:
  /// What is read, else what the plot says, for who cannot see it.
  [[nodiscard]] virtual QString description() const = 0;

  void read(std::optional<int> place);
  /// Around the plot while the keys are on it.
  void paint_focus(QPainter& painter) const;

  void leaveEvent(QEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  std::optional<int> m_reading;
};

}  // namespace baryscope
