/// A headed part of a panel that opens and closes; closed, a line says what is inside.
#pragma once

#include <QWidget>
#include <functional>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace baryscope {

class Fold : public QWidget {
 public:
  Fold(const QString& title, const QString& tip, QWidget* parent = nullptr);

  /// The column of what opens and closes.
  [[nodiscard]] QVBoxLayout* column() const { return m_column; }
  void set_summary(const QString& text);
  void set_open(bool open);
  [[nodiscard]] bool is_open() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void show_state();

  QToolButton* m_button;
  QLabel* m_summary;
  QWidget* m_content;
  QVBoxLayout* m_column;
};

}  // namespace baryscope
