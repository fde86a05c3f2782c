/// The rows of tabs where docks lie on each other: every name is read whole.
#pragma once

#include <QObject>
#include <vector>

#include "app/gui/widgets/call_later.h"

class QDockWidget;
class QMainWindow;
class QTabBar;

namespace baryscope {

/// Docks are never narrower than their row of tabs, whose names move together before they ask for
/// more than a narrow window has. Where even so a row is too long for the window it is scrolled,
/// and a name that would be cut in two is left out until it is scrolled to.
class DockTabs : public QObject {
 public:
  static constexpr int k_least_width = 240;  ///< of a dock's content, in pixels

  /// Watches the window, which it belongs to, and its rows of tabs.
  DockTabs(QMainWindow& window, const std::vector<QDockWidget*>& docks);

  /// Once, when all that happens at present is done.
  void fit_later();

  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit();
  /// Loosens or tightens it; how wide it is when tight, in pixels.
  int fit_row(QTabBar& bar);

  QMainWindow& m_window;
  const std::vector<QDockWidget*>& m_docks;
  CallLater m_later;  ///< fit()
};

}  // namespace baryscope
