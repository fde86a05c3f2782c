/// The window's message: what went wrong, where, and what to do; closed by its cross or Escape.
#pragma once

#include <QFrame>
#include <functional>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace baryscope {

class MessageBar : public QFrame {
 public:
  explicit MessageBar(QWidget* parent = nullptr);
  /// In the window's words, whatever the message says of flags.
  void show_message(const QString& message);
  /// Another button, for a bar that asks; the cross is gone, since every answer is a button then.
  void add_answer(const QString& name, const QString& tip, std::function<void()> answer);
  /// It goes by itself, unless the mouse or the focus is in it then.
  void hide_after(int milliseconds);
  [[nodiscard]] QString text() const;

 private:
  QLabel* m_label;
  QToolButton* m_close;
  QHBoxLayout* m_row;
};

}  // namespace baryscope
