#include "app/gui/window/shared_docks.h"

#include <QMainWindow>
#include <QStackedWidget>

#include "app/gui/widgets/inspector_panel.h"
#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_area.h"
#include "app/gui/window/drawing_panel.h"

namespace baryscope {
namespace {

/// The page in front alone says how much room it needs: one that was never shown would say so for
/// the text size that it was made with.
void ask_for_page_in_front(const QStackedWidget& pages) {
  for (int i = 0; i < pages.count(); ++i) {
    const auto policy = i == pages.currentIndex() ? QSizePolicy::Preferred : QSizePolicy::Ignored;
    pages.widget(i)->setSizePolicy(policy, policy);
  }
}

}  // namespace

SharedDocks::SharedDocks(const Dispatcher& dispatcher)
    : m_inspector(new InspectorPanel),
      m_tables(new QStackedWidget),
      m_drawing(new DrawingPanel(dispatcher)) {
  QObject::connect(m_tables, &QStackedWidget::currentChanged, m_tables,
                   [tables = m_tables] { ask_for_page_in_front(*tables); });
}

void SharedDocks::add_to(QMainWindow& window, DockArea& area) {
  constexpr auto right = Qt::RightDockWidgetArea;
  ask_for_page_in_front(*m_tables);
  m_docks = {area.add(tr("Inspector"), "dock-inspector", m_inspector, right),
             area.add(tr("Table"), "dock-table", m_tables, right),
             area.add(tr("Drawing"), "dock-drawing", m_drawing, right)};
  window.tabifyDockWidget(m_docks[0], m_docks[1]);
  window.tabifyDockWidget(m_docks[1], m_docks[2]);
}

}  // namespace baryscope
