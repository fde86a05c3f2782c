#include "app/gui/window/tab_order.h"

#include <QDockWidget>
#include <QMainWindow>
#include <QScrollArea>
#include <algorithm>
#include <cstddef>
#include <iterator>

namespace baryscope {
namespace {

bool is_stop(const QWidget& widget) {
  return (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget.focusProxy() == nullptr &&
         widget.isEnabled();
}

/// Visible children that are no windows of their own, the topmost last.
std::vector<QWidget*> shown_children(const QWidget& parent) {
  std::vector<QWidget*> shown;
  for (QObject* child : parent.children()) {
    auto* widget = qobject_cast<QWidget*>(child);
    if (widget != nullptr && !widget->isWindow() && widget->isVisible()) shown.push_back(widget);
  }
  return shown;
}

/// Line after line, each from left to right; of two in one place the topmost comes first.
std::vector<QWidget*> in_reading_order(std::vector<QWidget*> widgets) {
  std::reverse(widgets.begin(), widgets.end());
  std::stable_sort(widgets.begin(), widgets.end(),
                   [](const QWidget* a, const QWidget* b) { return a->y() < b->y(); });
  std::vector<QWidget*> ordered;
  for (std::size_t first = 0; first < widgets.size();) {
    const QRect begins = widgets[first]->geometry();
    std::size_t end = first + 1;
    while (end < widgets.size() && widgets[end]->geometry().center().y() <= begins.bottom()) ++end;
    std::vector<QWidget*> line(widgets.begin() + static_cast<std::ptrdiff_t>(first),
                               widgets.begin() + static_cast<std::ptrdiff_t>(end));
    std::stable_sort(line.begin(), line.end(),
                     [](const QWidget* a, const QWidget* b) { return a->x() < b->x(); });
    ordered.insert(ordered.end(), line.begin(), line.end());
    first = end;
  }
  return ordered;
}

void collect(QWidget& widget, std::vector<QWidget*>& stops) {
  if (is_stop(widget)) stops.push_back(&widget);
  for (QWidget* child : in_reading_order(shown_children(widget))) collect(*child, stops);
}

}  // namespace

std::vector<QWidget*> tab_order(const QMainWindow& window) {
  QWidget* middle = window.centralWidget();
  const QRect center = middle == nullptr ? QRect() : middle->geometry();
  // The columns beside the middle, and what lies above and below.
  std::vector<QWidget*> left, right, rest;
  for (QWidget* child : shown_children(window)) {
    if (child == middle) continue;
    const QRect box = child->geometry();
    // A dock behind another's tab is kept outside of the window.
    if (!window.rect().intersects(box)) continue;
    (box.right() < center.left()   ? left
     : box.left() > center.right() ? right
                                   : rest)
        .push_back(child);
  }
  std::vector<QWidget*> stops;
  if (middle != nullptr && middle->isVisible()) collect(*middle, stops);
  for (const auto& column : {left, right, rest}) {
    for (QWidget* child : in_reading_order(column)) collect(*child, stops);
  }
  return stops;
}

bool move_focus(const QMainWindow& window, bool forward) {
  const std::vector<QWidget*> stops = tab_order(window);
  if (stops.empty()) return false;
  const auto here = std::find(stops.begin(), stops.end(), window.focusWidget());
  const std::size_t n = stops.size();
  std::size_t next = forward ? 0 : n - 1;
  if (here != stops.end()) {
    const auto at = static_cast<std::size_t>(std::distance(stops.begin(), here));
    next = (at + (forward ? 1 : n - 1)) % n;
  }
  QWidget* target = stops[next];
  target->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
  for (QWidget* around = target->parentWidget(); around != nullptr;
       around = around->parentWidget()) {
    if (auto* area = qobject_cast<QScrollArea*>(around)) area->ensureWidgetVisible(target, 4, 12);
  }
  return true;
}

}  // namespace baryscope
