#include "app/gui/window/view_toggles.h"

#include <QAction>
#include <QMainWindow>

#include "app/gui/widgets/dispatcher.h"
#include "app/gui/window/menus.h"

namespace baryscope {

ViewToggles::ViewToggles(QMainWindow& window, const Menus& menus, const Dispatcher& dispatcher)
    : m_dispatcher(dispatcher) {
  for (const char* option : {"view", "theme"}) {
    for (const std::string& value : m_dispatcher.session().options().table().spec(option).choices) {
      QAction* action = menus.action(to_qt(option + ("-" + value)));
      if (action == nullptr) continue;
      action->setCheckable(true);
      // A click on the one that is ticked would untick it.
      QObject::connect(action, &QAction::triggered, &window, [this] { refresh(); });
      m_ticked.push_back({action, option, value});
    }
  }
  refresh();
}

void ViewToggles::refresh() const {
  const OptionValues& options = m_dispatcher.session().options();
  for (const Tick& each : m_ticked) {
    each.action->setChecked(options.text(each.option) == each.value);
  }
}

}  // namespace baryscope
