#include "app/gui/window/desks.h"

#include <QDockWidget>
#include <QMainWindow>
#include <algorithm>
#include <utility>

#include "app/gui/window/preferences.h"

namespace baryscope {

Desks::Desks(List all, QMainWindow& window, Preferences& preferences)
    : m_all(std::move(all)),
      m_window(window),
      m_preferences(preferences),
      m_in_front(m_all.front().get()) {
  for (const auto& desk : m_all) {
    m_layouts[desk.get()] = m_preferences.docks(desk->layout_prefix());
  }
}

Desk* Desks::bring_forward(const Finished& result) {
  const auto found = std::find_if(m_all.begin(), m_all.end(),
                                  [&](const auto& desk) { return desk->shows(result); });
  if (found == m_all.end()) return nullptr;
  Desk* desk = found->get();
  if (desk == m_in_front) return desk;
  std::vector<bool> hidden;
  for (const QDockWidget* dock : m_kept) hidden.push_back(dock->isHidden());
  m_layouts[m_in_front] = m_window.saveState();
  m_in_front->leave();
  m_in_front = desk;
  const QByteArray& layout = m_layouts[desk];
  if (layout.isEmpty() || !m_window.restoreState(layout)) desk->arrange();
  for (std::size_t i = 0; i < m_kept.size(); ++i) m_kept[i]->setHidden(hidden[i]);
  desk->enter();
  return desk;
}

void Desks::restore_layout() { m_window.restoreState(m_layouts[m_in_front]); }

void Desks::store_layouts() {
  m_layouts[m_in_front] = m_window.saveState();
  for (const auto& desk : m_all) {
    const QByteArray& layout = m_layouts[desk.get()];
    if (!layout.isEmpty()) m_preferences.set_docks(desk->layout_prefix(), layout);
  }
}

void Desks::motion_changed(bool reduced) {
  for (const auto& desk : m_all) desk->motion_changed(reduced);
}

}  // namespace baryscope
