/// The docks of the samples view: what goes in on the left, what comes out on the right.
#pragma once

class QDockWidget;
class QMainWindow;
class QWidget;

namespace baryscope {

class DockArea;
class SharedDocks;

class SamplesDocks {
 public:
  SamplesDocks(QMainWindow& window, const SharedDocks& shared);

  /// Hidden, until the view is shown.
  void add_to(DockArea& area, QWidget* panel, QWidget* results);
  /// The arrangement before a person made another: those that are neither these nor shared are
  /// hidden.
  void arrange();
  void hide();
  void show_panel();
  /// The inspector, where it is a tab of the results.
  void raise_inspector();

 private:
  QMainWindow& m_window;
  const SharedDocks& m_shared;
  const DockArea* m_area = nullptr;
  QDockWidget* m_panel = nullptr;
  QDockWidget* m_results = nullptr;
};

}  // namespace baryscope
