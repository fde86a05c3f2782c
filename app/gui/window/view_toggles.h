/// What the View menu chooses one of: the view and the theme that are in use are ticked.
#pragma once

#include <string>
#include <vector>

class QAction;
class QMainWindow;

namespace baryscope {

class Dispatcher;
class Menus;

class ViewToggles {
 public:
  ViewToggles(QMainWindow& window, const Menus& menus, const Dispatcher& dispatcher);

  void refresh() const;

 private:
  struct Tick {
    QAction* action = nullptr;
    const char* option;
    std::string value;
  };
  const Dispatcher& m_dispatcher;
  std::vector<Tick> m_ticked;
};

}  // namespace baryscope
