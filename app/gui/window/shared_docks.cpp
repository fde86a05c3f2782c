#include "app/gui/window/shared_docks.h"

#include <QMainWindow>
#include <QStackedWidget>

#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/drawing_panel.h"

namespace baryscope {

SharedDocks::SharedDocks(const Dispatcher& dispatcher)
    : m_inspector(new InspectorPanel),
      m_tables(new QStackedWidget),
      m_drawing(new DrawingPanel(dispatcher)) {}

void SharedDocks::add_to(QMainWindow& window, DockArea& area) {
  constexpr auto right = Qt::RightDockWidgetArea;
  m_docks = {area.add(tr("Inspector"), "dock-inspector", m_inspector, right),
             area.add(tr("Table"), "dock-table", m_tables, right),
             area.add(tr("Drawing"), "dock-drawing", m_drawing, right)};
  window.tabifyDockWidget(m_docks[0], m_docks[1]);
  window.tabifyDockWidget(m_docks[1], m_docks[2]);
}

}  // namespace baryscope
