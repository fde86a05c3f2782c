/// Undo and Redo can be chosen where there is a step to go.
#pragma once

namespace baryscope {

class Menus;
class Session;

class HistoryReaction {
 public:
  HistoryReaction(const Menus& menus, const Session& session);

  void refresh() const;

 private:
  const Menus& m_menus;
  const Session& m_session;
};

}  // namespace baryscope
