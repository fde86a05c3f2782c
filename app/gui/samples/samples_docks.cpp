#include "app/gui/samples/samples_docks.h"

#include <QDockWidget>
#include <QMainWindow>
#include <algorithm>

#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/dock_sizes.h"
#include "app/gui/window/shared_docks.h"

namespace baryscope {
namespace {

constexpr int k_tall_window = 860;

}  // namespace

SamplesDocks::SamplesDocks(QMainWindow& window, const SharedDocks& shared)
    : m_window(window), m_shared(shared) {}

void SamplesDocks::add_to(DockArea& area, QWidget* panel, QWidget* results) {
  m_area = &area;
  m_panel = area.add(tr("Samples"), "dock-samples", panel, Qt::LeftDockWidgetArea);
  m_results = area.add(tr("Results"), "dock-sample-results", results, Qt::RightDockWidgetArea);
  hide();
}

void SamplesDocks::hide() {
  m_panel->hide();
  m_results->hide();
}

void SamplesDocks::show_panel() {
  m_panel->show();
  m_panel->raise();
}

void SamplesDocks::raise_inspector() {
  QDockWidget& inspector = m_shared.inspector_dock();
  if (m_window.tabifiedDockWidgets(&inspector).contains(m_results)) inspector.raise();
}

void SamplesDocks::arrange() {
  const auto& kept = m_shared.docks();
  for (QDockWidget* dock : m_area->docks()) {
    if (std::find(kept.begin(), kept.end(), dock) == kept.end()) dock->hide();
  }
  m_window.addDockWidget(Qt::LeftDockWidgetArea, m_panel);
  m_window.addDockWidget(Qt::RightDockWidgetArea, m_results);
  m_panel->show();
  m_results->show();
  const bool tall = m_window.height() >= k_tall_window;
  QDockWidget* last = m_results;
  for (QDockWidget* dock : kept) {
    dock->setFloating(false);
    m_window.addDockWidget(Qt::RightDockWidgetArea, dock);
    tall&& dock == kept.front() ? m_window.splitDockWidget(m_results, dock, Qt::Vertical)
                                : m_window.tabifyDockWidget(last, dock);
    dock->show();
    last = dock;
  }
  // What another subject has at this side comes as one more tab when it is asked for.
  for (QDockWidget* dock : m_area->docks()) {
    if (dock->isVisible() || m_window.dockWidgetArea(dock) != Qt::RightDockWidgetArea) continue;
    m_window.tabifyDockWidget(last, dock);
    dock->hide();
  }
  (tall ? kept.front() : m_results)->raise();
  m_area->sizes().begin_with(
      {.left = 324,
       .right = 330,
       .heights = {{m_results->objectName(), 650}, {kept.front()->objectName(), 300}}});
}

}  // namespace baryscope
