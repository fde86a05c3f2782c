#include "app/gui/window/dock_tabs.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QRegion>
#include <QStyle>
#include <QTabBar>
#include <QToolButton>
#include <algorithm>
#include <map>

#include "app/gui/widgets/style.h"

namespace baryscope {
namespace {

constexpr int k_spare = 8;  // a window that is pushed to its least width can then go on shrinking

QList<QTabBar*> rows_of(const QMainWindow& window) {
  return window.findChildren<QTabBar*>(Qt::FindDirectChildrenOnly);
}

int length(const QTabBar& bar) {
  int sum = 0;
  for (int i = 0; i < bar.count(); ++i) sum += bar.tabRect(i).width();
  return sum;
}

bool is_tight(const QTabBar& bar) { return bar.property("tight").toBool(); }

void set_tight(QTabBar& bar, bool tight) {
  if (is_tight(bar) == tight) return;
  bar.setProperty("tight", tight);
  bar.style()->unpolish(&bar);
  bar.style()->polish(&bar);
  QEvent changed(QEvent::StyleChange);  // its tabs are measured anew
  QCoreApplication::sendEvent(&bar, &changed);
}

/// What the picture and the docks at its other sides need at least, in pixels.
int width_of_others(const QMainWindow& window, const std::vector<QDockWidget*>& docks,
                    Qt::DockWidgetArea side) {
  int beside = 0;
  for (QDockWidget* dock : docks) {
    const Qt::DockWidgetArea area = window.dockWidgetArea(dock);
    const bool across = area == Qt::LeftDockWidgetArea || area == Qt::RightDockWidgetArea;
    if (!dock->isVisible() || dock->isFloating() || !across || area == side) continue;
    beside = std::max(beside, dock->minimumSizeHint().width());
  }
  const QWidget* middle = window.centralWidget();
  if (middle == nullptr) return beside;
  return beside + std::max(middle->minimumSizeHint().width(), middle->minimumWidth());
}

/// All of it but the names that are cut; empty where none is.
QRegion whole_names(const QTabBar& bar) {
  int right = bar.width();
  QRegion region = bar.rect();
  for (const QToolButton* arrow : bar.findChildren<QToolButton*>()) {
    if (arrow->isVisible()) right = std::min(right, arrow->x());
  }
  bool any = false;
  for (int i = 0; i < bar.count(); ++i) {
    const QRect tab = bar.tabRect(i);
    const bool cut =
        (tab.left() < 0 && tab.right() >= 0) || (tab.left() < right && tab.right() >= right);
    if (!cut || tab.width() > right) continue;  // a part is better than no name at all
    region -= tab.intersected(QRect(0, 0, right, bar.height()));
    any = true;
  }
  return any ? region : QRegion();
}

}  // namespace

DockTabs::DockTabs(QMainWindow& window, const std::vector<QDockWidget*>& docks)
    : QObject(&window), m_window(window), m_docks(docks), m_later(*this, [this] { fit(); }) {
  window.installEventFilter(this);
}

void DockTabs::fit_later() { m_later.ask(); }

bool DockTabs::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::FontChange:
    case QEvent::StyleChange:
      fit_later();
      break;
    case QEvent::Paint:  // it may have been scrolled
      if (watched != &m_window) fit_later();
      break;
    default:
      break;
  }
  return false;
}

int DockTabs::fit_row(QTabBar& bar) {
  bar.setUsesScrollButtons(true);
  if (bar.elideMode() != Qt::ElideNone) bar.setElideMode(Qt::ElideNone);
  bar.setExpanding(false);
  const int saved = 2 * (k_tab_padding - k_tight_tab_padding) * bar.count();
  const int now = length(bar);
  const int tight = is_tight(bar) ? now : now - saved;
  set_tight(bar, tight + saved > bar.width());
  const QRegion shown = whole_names(bar);
  if (shown.isEmpty()) {
    if (!bar.mask().isEmpty()) bar.clearMask();
  } else if (bar.mask() != shown) {
    bar.setMask(shown);
  }
  bar.installEventFilter(this);
  return tight;
}

void DockTabs::fit() {
  std::map<QString, int> needed;  // by the names of docks
  for (QTabBar* bar : rows_of(m_window)) {
    if (!bar->isVisible() || bar->count() == 0) continue;  // Qt keeps empty ones for later
    const int row = fit_row(*bar);
    for (int i = 0; i < bar->count(); ++i) needed[bar->tabText(i)] = row;
  }
  for (QDockWidget* dock : m_docks) {
    const auto found = needed.find(dock->windowTitle());
    // No more than there is: a row that does not fit is scrolled.
    const bool tabbed = found != needed.end() && !dock->isFloating() &&
                        found->second +
                                width_of_others(m_window, m_docks, m_window.dockWidgetArea(dock)) +
                                k_spare <=
                            m_window.width();
    const int width = std::max(k_least_width, tabbed ? found->second : 0);
    if (dock->widget()->minimumWidth() != width) dock->widget()->setMinimumWidth(width);
  }
}

}  // namespace baryscope
