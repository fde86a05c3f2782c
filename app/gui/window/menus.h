/// Menus, keys and actions, all from the command table.
#pragma once

#include <QHash>
#include <QString>
#include <span>

#include "app/gui/widgets/dispatcher.h"

class QAction;
class QKeySequence;
class QMainWindow;
class QMenu;

namespace baryscope {

/// Titles of the menus as they stand in the bar, in the table's English.
std::span<const char* const> menu_order();

/// The key of a command: the platform's standard one where it names one.
QList<QKeySequence> command_keys(const Command& command);

class Menus {
 public:
  /// Fills the window's menu bar and gives every key of the table to the window.
  Menus(QMainWindow& window, const Dispatcher& dispatcher);

  /// Null where the table has no such menu or command.
  [[nodiscard]] QMenu* menu(const QString& title) const { return m_menus.value(title); }
  [[nodiscard]] QAction* action(const QString& id) const { return m_actions.value(id); }
  void enable(const char* id, bool enabled) const;
  /// Adds a menu at its place among File · Edit · View · … where the table made none.
  QMenu* require_menu(const QString& title);

 private:
  QMainWindow& m_window;
  QHash<QString, QMenu*> m_menus;
  QHash<QString, QAction*> m_actions;
};

}  // namespace baryscope
