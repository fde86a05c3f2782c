#include "app/gui/window/history_reaction.h"

#include "app/gui/window/menus.h"

namespace baryscope {

HistoryReaction::HistoryReaction(const Menus& menus, const Session& session)
    : m_menus(menus), m_session(session) {
  refresh();
}

void HistoryReaction::refresh() const {
  m_menus.enable("undo", m_session.can_undo());
  m_menus.enable("redo", m_session.can_redo());
}

}  // namespace baryscope
