/// A list to choose one from that is one line while it is closed.
#pragma once

#include <QComboBox>

namespace baryscope {

/// What has no room on the line ends with "…"; the whole is in the list, and the hint where it has
/// none of its own.
class Chooser : public QComboBox {
 public:
  using QComboBox::QComboBox;

  void showPopup() override;

 protected:
  /// A click on what cannot be chosen does nothing: without this it would choose the row that was
  /// marked last.
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  /// Of the line, without the arrow.
  [[nodiscard]] int text_width() const;
};

}  // namespace baryscope
