/// Progress with Cancel in the status bar, shown for work that takes longer than 0.3 s.
#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace baryscope {

class ProgressRow : public QWidget {
 public:
  explicit ProgressRow(QWidget* parent = nullptr);
  /// Measures it in its own style before it was ever shown.
  void polish();
  void start(const QString& step = tr("computing"));
  void report(double fraction, const QString& step);
  void finish();

  std::function<void()> on_cancel;

 protected:
  bool event(QEvent* event) override;

 private:
  QLabel* m_step;
  QProgressBar* m_bar;
  QPushButton* m_cancel;
  QTimer m_delay;
  bool m_working = false;
};

}  // namespace baryscope
