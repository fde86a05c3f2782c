/// The docks of the window: made by name, closed, moved, tabbed and restored.
#pragma once

#include <QDockWidget>
#include <QObject>
#include <QString>
#include <functional>
#include <vector>

class QMainWindow;
class QMenu;

namespace baryscope {

class DockSizes;
class DockTabs;

class DockArea : public QObject {
 public:
  explicit DockArea(QMainWindow& window);

  QDockWidget* add(const QString& title, const char* name, QWidget* content,
                   Qt::DockWidgetArea area);
  [[nodiscard]] const std::vector<QDockWidget*>& docks() const { return m_docks; }
  [[nodiscard]] DockSizes& sizes() const { return *m_sizes; }
  /// A menu that shows and hides each.
  void add_menu(QMenu& menu) const;

  std::function<void()> on_left;  ///< a dock that had the focus goes

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void refresh_titles();

  QMainWindow& m_window;
  std::vector<QDockWidget*> m_docks;
  DockTabs* m_tabs;
  DockSizes* m_sizes;
};

}  // namespace baryscope
