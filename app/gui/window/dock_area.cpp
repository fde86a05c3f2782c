#include "app/gui/window/dock_area.h"

#include <QApplication>
#include <QEvent>
#include <QMainWindow>
#include <QMenu>
#include <QTimer>

#include "app/gui/widgets/tr.h"
#include "app/gui/window/dock_sizes.h"
#include "app/gui/window/dock_tabs.h"

namespace baryscope {

DockArea::DockArea(QMainWindow& window)
    : m_window(window),
      m_tabs(new DockTabs(window, m_docks)),
      m_sizes(new DockSizes(window, m_docks)) {
  window.installEventFilter(this);
  window.setDockNestingEnabled(true);
  window.setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  window.setDockOptions(window.dockOptions() | QMainWindow::GroupedDragging);
}

QDockWidget* DockArea::add(const QString& title, const char* name, QWidget* content,
                           Qt::DockWidgetArea area) {
  auto* dock = new QDockWidget(title, &m_window);
  dock->setObjectName(QString::fromLatin1(name));
  content->setMinimumWidth(DockTabs::k_least_width);
  dock->setWidget(content);
  m_window.addDockWidget(area, dock);
  m_docks.push_back(dock);
  dock->installEventFilter(this);
  const auto later = [this] { QTimer::singleShot(0, &m_window, [this] { refresh_titles(); }); };
  QObject::connect(dock, &QDockWidget::topLevelChanged, &m_window, later);
  QObject::connect(dock, &QDockWidget::dockLocationChanged, &m_window, later);
  QObject::connect(dock, &QDockWidget::visibilityChanged, &m_window, later);
  return dock;
}

void DockArea::add_menu(QMenu& menu) const {
  menu.addSeparator();
  QMenu* panels = menu.addMenu(tr("Panels"));
  for (QDockWidget* dock : m_docks) panels->addAction(dock->toggleViewAction());
}

// Qt would hand the focus of a dock that goes to the next field, whose text the next key replaces.
bool DockArea::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &m_window) {
    // The style keeps the titles at the size that they were first drawn with.
    if (event->type() == QEvent::FontChange) {
      for (QDockWidget* dock : m_docks) dock->setFont(m_window.font());
    }
    return false;
  }
  if (event->type() != QEvent::Close && event->type() != QEvent::HideToParent) return false;
  const auto* dock = qobject_cast<QDockWidget*>(watched);
  const QWidget* focus = QApplication::focusWidget();
  if (dock != nullptr && focus != nullptr && (focus == dock || dock->isAncestorOf(focus)) &&
      on_left) {
    on_left();
  }
  return false;
}

// A tab names its dock already.
void DockArea::refresh_titles() {
  m_sizes->fit_later();
  m_tabs->fit_later();  // Qt makes the rows of tabs, as docks are put on each other
  for (QDockWidget* dock : m_docks) {
    const bool tabbed = !dock->isFloating() && !m_window.tabifiedDockWidgets(dock).isEmpty();
    if (tabbed == (dock->titleBarWidget() != nullptr)) continue;
    QWidget* old = dock->titleBarWidget();
    dock->setTitleBarWidget(tabbed ? new QWidget : nullptr);
    delete old;
  }
}

}  // namespace baryscope
