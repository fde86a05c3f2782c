#include "app/gui/window/view_toggles.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/menus.h"
#include "viz/views/view_list.h"

namespace baryscope {

ViewToggles::ViewToggles(QMainWindow& window, const Menus& menus, const Dispatcher& dispatcher)
    : m_menus(menus), m_dispatcher(dispatcher) {
  const QAction* last = nullptr;
  for (const ViewInfo& each : views()) {
    QAction* action = menus.action(to_qt("view-" + each.name));
    action->setCheckable(true);
    // A click on the one that is ticked would untick it.
    QObject::connect(action, &QAction::triggered, &window, [this] { refresh(); });
    last = action;
  }
  QMenu* menu = menus.menu(QStringLiteral("View"));
  const auto actions = menu->actions();
  const auto place = actions.indexOf(last) + 1;
  if (place < actions.size()) menu->insertSeparator(actions.at(place));
  refresh();
}

void ViewToggles::refresh() const {
  const std::string& now = m_dispatcher.session().options().text("view");
  for (const ViewInfo& each : views()) {
    m_menus.action(to_qt("view-" + each.name))->setChecked(each.name == now);
  }
}

}  // namespace baryscope
