#include "app/gui/window/desks.h"

#include <QDockWidget>
#include <QMainWindow>
#include <algorithm>
#include <utility>

#include "app/gui/window/dock_sizes.h"
#include "app/gui/window/preferences.h"

namespace baryscope {

Desks::Desks(List all, QMainWindow& window, DockSizes& sizes, Preferences& preferences)
    : m_all(std::move(all)),
      m_window(window),
      m_sizes(sizes),
      m_preferences(preferences),
      m_in_front(m_all.front().get()) {
  for (const auto& desk : m_all) {
    const QString prefix = desk->layout_prefix();
    m_layouts[desk.get()] = {m_preferences.docks(prefix), m_preferences.dock_sizes(prefix)};
  }
}

Desks::Layout Desks::layout_now() const { return {m_window.saveState(), m_sizes.state()}; }

bool Desks::restore(const Layout& layout) {
  if (layout.docks.isEmpty() || !m_window.restoreState(layout.docks)) return false;
  m_sizes.restore(layout.sizes);
  return true;
}

Desk* Desks::bring_forward(const Finished& result) {
  const auto found = std::find_if(m_all.begin(), m_all.end(),
                                  [&](const auto& desk) { return desk->shows(result); });
  if (found == m_all.end()) return nullptr;
  Desk* desk = found->get();
  if (desk == m_in_front) return desk;
  std::vector<bool> hidden;
  hidden.reserve(m_kept.size());
  for (const QDockWidget* dock : m_kept) hidden.push_back(dock->isHidden());
  m_layouts[m_in_front] = layout_now();
  m_in_front->leave();
  m_in_front = desk;
  if (!restore(m_layouts[desk])) desk->arrange();
  for (std::size_t i = 0; i < m_kept.size(); ++i) m_kept[i]->setHidden(hidden[i]);
  desk->enter();
  return desk;
}

void Desks::restore_layout() { static_cast<void>(restore(m_layouts[m_in_front])); }

void Desks::store_layouts() {
  m_layouts[m_in_front] = layout_now();
  for (const auto& desk : m_all) {
    const Layout& layout = m_layouts[desk.get()];
    if (layout.docks.isEmpty()) continue;
    m_preferences.set_docks(desk->layout_prefix(), layout.docks);
    m_preferences.set_dock_sizes(desk->layout_prefix(), layout.sizes);
  }
}

void Desks::motion_changed(bool reduced) {
  for (const auto& desk : m_all) desk->motion_changed(reduced);
}

}  // namespace baryscope
