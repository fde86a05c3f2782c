/// The window's message: what went wrong, where, and what to do; closed by its cross or Escape.
#pragma once

#include <QFrame>

class QLabel;

namespace baryscope {

class MessageBar : public QFrame {
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  void show_message(const QString& text);
  [[nodiscard]] QString text() const;

 private:
  QLabel* m_label;
};

}  // namespace baryscope
