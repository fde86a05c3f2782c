#include "app/gui/window/dock_sizes.h"

#include <QDockWidget>
#include <QEvent>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMainWindow>
#include <QMetaObject>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace baryscope {
namespace {

constexpr double k_usual_points = 10;
constexpr double k_most_of_window = 0.6;  // both columns together: the picture is what one came for
constexpr int k_usual_height = 500, k_fair_height = 320;
constexpr Qt::DockWidgetArea k_sides[] = {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea};

bool is_shown(const QMainWindow& window, const QDockWidget& dock) {
  // Behind another's tab a dock is kept outside of the window.
  return dock.isVisible() && !dock.isFloating() && window.rect().intersects(dock.geometry());
}

}  // namespace

DockSizes::DockSizes(QMainWindow& window, const std::vector<QDockWidget*>& docks)
    : QObject(&window), m_window(window), m_docks(docks), m_later(*this, [this] { fit(); }) {
  window.installEventFilter(this);
}

void DockSizes::begin_with(Wanted wanted) {
  m_wanted = std::move(wanted);
  fit_later();
}

QByteArray DockSizes::state() const {
  QJsonObject heights;
  for (const auto& [name, height] : m_wanted.heights) heights[name] = height;
  const QJsonObject all{{"left", m_wanted.left}, {"right", m_wanted.right}, {"heights", heights}};
  return QJsonDocument(all).toJson(QJsonDocument::Compact);
}

bool DockSizes::restore(const QByteArray& state) {
  const QJsonObject all = QJsonDocument::fromJson(state).object();
  Wanted wanted{.left = all["left"].toInt(), .right = all["right"].toInt(), .heights = {}};
  if (wanted.left <= 0 || wanted.right <= 0) return false;
  const QJsonObject heights = all["heights"].toObject();
  for (auto each = heights.begin(); each != heights.end(); ++each) {
    if (each->toInt() > 0) wanted.heights[each.key()] = each->toInt();
  }
  begin_with(std::move(wanted));
  return true;
}

void DockSizes::fit_later() { m_later.ask(); }

/// What separates docks belongs to the window itself: there alone a press and its release come here
/// with other sizes between them.
bool DockSizes::eventFilter(QObject* watched, QEvent* event) {
  if (watched != &m_window) return false;
  switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::FontChange:
    case QEvent::StyleChange:
      fit_later();
      break;
    case QEvent::MouseButtonPress:
      m_drags = true;
      m_before_drag = shown();
      break;
    case QEvent::MouseButtonRelease:
      if (std::exchange(m_drags, false)) {
        QMetaObject::invokeMethod(this, [this] { learn(m_before_drag); }, Qt::QueuedConnection);
      }
      break;
    default:
      break;
  }
  return false;
}

double DockSizes::scale() const {
  const double points = m_window.font().pointSizeF();
  return points > 0 ? points / k_usual_points : 1;
}

std::vector<QDockWidget*> DockSizes::column(Qt::DockWidgetArea side) const {
  std::vector<QDockWidget*> rows;
  for (QDockWidget* dock : m_docks) {
    if (m_window.dockWidgetArea(dock) == side && is_shown(m_window, *dock)) rows.push_back(dock);
  }
  std::sort(rows.begin(), rows.end(),
            [](const QDockWidget* a, const QDockWidget* b) { return a->y() < b->y(); });
  return rows;
}

void DockSizes::fit() {
  m_drags = m_drags && QGuiApplication::mouseButtons() != Qt::NoButton;
  if (m_drags || !m_window.isVisible()) return;
  fit_widths();
  for (const Qt::DockWidgetArea side : k_sides) fit_heights(side);
}

void DockSizes::fit_widths() {
  QList<QDockWidget*> docks;
  QList<int> widths;
  for (const Qt::DockWidgetArea side : k_sides) {
    const std::vector<QDockWidget*> rows = column(side);
    if (rows.empty()) continue;
    const int wanted = side == Qt::LeftDockWidgetArea ? m_wanted.left : m_wanted.right;
    docks << rows.front();
    widths << static_cast<int>(std::lround(wanted * scale()));
  }
  const int sum = std::accumulate(widths.begin(), widths.end(), 0);
  const double most = k_most_of_window * m_window.width();
  if (sum > most) {
    for (int& width : widths) width = static_cast<int>(std::floor(width * most / sum));
  }
  bool differ = false;
  for (int i = 0; i < docks.size(); ++i) differ = differ || docks[i]->width() != widths[i];
  if (differ) m_window.resizeDocks(docks, widths, Qt::Horizontal);
}

int DockSizes::wanted_height(const QDockWidget& dock) const {
  const auto found = m_wanted.heights.find(dock.objectName());
  return found == m_wanted.heights.end() ? k_usual_height : found->second;
}

/// Where there is less than all want, what is beyond a fair height goes first: a tall list before a
/// small map.
void DockSizes::fit_heights(Qt::DockWidgetArea side) {
  const std::vector<QDockWidget*> rows = column(side);
  if (rows.size() < 2) return;
  double shown = 0, wanted = 0, fair = 0;
  for (const QDockWidget* dock : rows) {
    shown += dock->height();
    wanted += wanted_height(*dock);
    fair += std::min(k_fair_height, wanted_height(*dock));
  }
  QList<QDockWidget*> docks;
  QList<int> heights;
  bool differ = false;
  for (QDockWidget* dock : rows) {
    const double full = wanted_height(*dock), least = std::min<double>(k_fair_height, full);
    const double height = shown >= wanted ? full * shown / wanted
                          : shown <= fair
                              ? least * shown / fair
                              : least + (full - least) * (shown - fair) / (wanted - fair);
    docks << dock;
    heights << static_cast<int>(std::lround(height));
    differ = differ || std::abs(dock->height() - heights.back()) > 1;
  }
  if (differ) m_window.resizeDocks(docks, heights, Qt::Vertical);
}

DockSizes::Wanted DockSizes::shown() const {
  Wanted sizes{.left = 0, .right = 0, .heights = {}};
  for (const Qt::DockWidgetArea side : k_sides) {
    const std::vector<QDockWidget*> rows = column(side);
    if (rows.empty()) continue;
    (side == Qt::LeftDockWidgetArea ? sizes.left : sizes.right) = rows.front()->width();
    for (QDockWidget* dock : rows) {
      sizes.heights[dock->objectName()] = dock->height();
      for (const QDockWidget* behind : m_window.tabifiedDockWidgets(dock)) {
        sizes.heights[behind->objectName()] = dock->height();
      }
    }
  }
  return sizes;
}

/// What a person did not draw keeps what was wanted for it: it may be small for want of room alone.
void DockSizes::learn(const Wanted& before) {
  const Wanted now = shown();
  const auto take = [this](int Wanted::* side, const Wanted& old, const Wanted& drawn) {
    if (drawn.*side <= 0 || drawn.*side == old.*side) return;
    m_wanted.*side = static_cast<int>(std::lround(drawn.*side / scale()));
  };
  take(&Wanted::left, before, now);
  take(&Wanted::right, before, now);
  if (now.heights == before.heights) return;
  for (const auto& [name, height] : now.heights) m_wanted.heights[name] = height;
}

}  // namespace baryscope
