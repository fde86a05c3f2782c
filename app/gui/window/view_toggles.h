/// The views in the View menu: one is ticked.
#pragma once

class QMainWindow;

namespace baryscope {

class Dispatcher;
class Menus;

class ViewToggles {
 public:
  ViewToggles(QMainWindow& window, const Menus& menus, const Dispatcher& dispatcher);

  void refresh() const;

 private:
  const Menus& m_menus;
  const Dispatcher& m_dispatcher;
};

}  // namespace baryscope
