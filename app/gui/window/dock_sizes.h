/// How much room the docks have: what a person gave them, told for the text's size, within the
/// window.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <map>
#include <vector>

#include "app/gui/widgets/call_later.h"

class QDockWidget;
class QMainWindow;

namespace baryscope {

/// The sizes that are wanted are kept beside those that are shown. So docks that had to give way,
/// to a small window or to large text, come back when there is room again.
class DockSizes : public QObject {
 public:
  /// Watches the window, which it belongs to.
  DockSizes(QMainWindow& window, const std::vector<QDockWidget*>& docks);

  /// Of the columns at both sides, in pixels at a text of 10 points; and how high docks are that
  /// lie over each other, by their names: of heights the ratio counts where there is room for all.
  struct Wanted {
    int left = 292, right = 312;
    std::map<QString, int> heights;
  };
  void begin_with(Wanted wanted);
  [[nodiscard]] QByteArray state() const;
  /// Whether it is a state.
  bool restore(const QByteArray& state);

  /// Once, when all that happens at present is done.
  void fit_later();

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  /// Of one side, a dock for each row of tabs, from the top.
  [[nodiscard]] std::vector<QDockWidget*> column(Qt::DockWidgetArea side) const;
  void fit();
  void fit_widths();
  void fit_heights(Qt::DockWidgetArea side);
  [[nodiscard]] int wanted_height(const QDockWidget& dock) const;
  /// Pixels per pixel at a text of 10 points.
  [[nodiscard]] double scale() const;
  /// Pixels as they are.
  [[nodiscard]] Wanted shown() const;
  /// After a drag that began with `before`.
  void learn(const Wanted& before);

  QMainWindow& m_window;
  const std::vector<QDockWidget*>& m_docks;
  Wanted m_wanted, m_before_drag;
  CallLater m_later;  ///< fit()
  bool m_drags = false;
};

}  // namespace baryscope
