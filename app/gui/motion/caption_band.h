/// What a moment of a film says, over the picture: the value that is swept, and the caption.
#pragma once

#include <QLabel>
#include <functional>

namespace baryscope {

class CaptionBand : public QLabel {
 public:
  CaptionBand();
  /// Lies over the lower edge of that widget, which has a parent.
  /// `below`: pixels that it leaves free there (a legend).
  void lie_over(QWidget& under, std::function<int()> below);
  /// Both empty: hidden.
  void show_words(const QString& value, const QString& caption);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void fit();

  QWidget* m_under = nullptr;
  std::function<int()> m_below;
};

}  // namespace baryscope
