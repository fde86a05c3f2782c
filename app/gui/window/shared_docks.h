/// The docks that the desk in front fills: the inspector, the table, the choices of the drawing.
#pragma once

#include <vector>

class QDockWidget;
class QMainWindow;
class QStackedWidget;

namespace baryscope {

class Dispatcher;
class DockArea;
class DrawingPanel;
class InspectorPanel;

class SharedDocks {
 public:
  explicit SharedDocks(const Dispatcher& dispatcher);

  /// As tabs at the right.
  void add_to(QMainWindow& window, DockArea& area);
  /// From the first tab to the last.
  [[nodiscard]] const std::vector<QDockWidget*>& docks() const { return m_docks; }
  [[nodiscard]] QDockWidget& inspector_dock() const { return *m_docks.front(); }
  [[nodiscard]] InspectorPanel& inspector() const { return *m_inspector; }
  /// A page a desk.
  [[nodiscard]] QStackedWidget& tables() const { return *m_tables; }
  [[nodiscard]] DrawingPanel& drawing() const { return *m_drawing; }

 private:
  InspectorPanel* m_inspector;
  QStackedWidget* m_tables;
  DrawingPanel* m_drawing;
  std::vector<QDockWidget*> m_docks;
};

}  // namespace baryscope
