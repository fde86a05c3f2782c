/// What the menus tell of the session: the view that is ticked, what can be undone, recent files.
#pragma once

#include "app/gui/window/history_reaction.h"
#include "app/gui/window/recent_files.h"
#include "app/gui/window/view_toggles.h"
#include "app/gui/window/window_host.h"

namespace baryscope {

struct MenuReactions {
  MenuReactions(QMainWindow& window, Menus& menus, const Dispatcher& dispatcher,
                const Preferences& preferences, WindowHost& host)
      : views(window, menus, dispatcher),
        history(menus, dispatcher.session()),
        recent(menus, preferences, host) {}
  MenuReactions(const MenuReactions&) = delete;  // menus refer to its parts
  MenuReactions& operator=(const MenuReactions&) = delete;

  void refresh() const {
    views.refresh();
    history.refresh();
  }

  ViewToggles views;
  HistoryReaction history;
  RecentFiles recent;
};

}  // namespace baryscope
