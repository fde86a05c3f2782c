/// File › Open Recent.
#pragma once

class QMenu;

namespace baryscope {

class Menus;
class Preferences;
class WindowHost;

class RecentFiles {
 public:
  /// The menu stands after the first row of File.
  RecentFiles(Menus& menus, const Preferences& preferences, WindowHost& host);

  void refresh();

 private:
  const Preferences& m_preferences;
  WindowHost& m_host;
  QMenu* m_menu;
};

}  // namespace baryscope
