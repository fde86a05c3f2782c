/// A line along the edges of a widget that paints no focus of its own.
#pragma once

#include <QWidget>

namespace baryscope {

/// Shown over `widget` while that has the focus.
class FocusRing : public QWidget {
 public:
  explicit FocusRing(QWidget& widget);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void fit();
};

}  // namespace baryscope
