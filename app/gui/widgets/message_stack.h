/// The messages and questions of a window, laid over the top of its picture: none moves the page.
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace baryscope {

class MessageBar;

class MessageStack : public QWidget {
 public:
  MessageStack();
  /// Lies over the top of `under`, as a child of the same widget, wherever that goes.
  void lie_over(QWidget& under);
  /// Above those that are there.
  void add(MessageBar* bar);

 protected:
  bool event(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit();

  QVBoxLayout* m_column;
  QWidget* m_under = nullptr;
};

}  // namespace baryscope
