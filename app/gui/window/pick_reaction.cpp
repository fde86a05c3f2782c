#include "app/gui/window/pick_reaction.h"

#include "app/commands/selection_command.h"
#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/desks.h"

namespace baryscope {

PickReaction::PickReaction(const Parts& parts) : m_parts(parts) {
  SceneWidget& scene = m_parts.scene;
  PairedScenes& scenes = m_parts.scenes;
  scene.on_pick = [this](const std::optional<Pick>& pick) { select(pick, false); };
  scenes.on_pick = [this](const std::optional<Pick>& pick) { select(pick, true); };
  scene.describe_pick = [this](const Pick& pick) {
    return m_parts.desks.in_front().describe(pick.subject, false);
  };
  scenes.describe_pick = [this](const Pick& pick) {
    return m_parts.desks.in_front().describe(pick.subject, true);
  };
  scene.on_error = [this](const QString& text) { m_parts.message.show_message(text); };
  scenes.on_error = scene.on_error;
  scenes.on_close = [this] {
    m_parts.dispatcher.run_line(m_parts.desks.in_front().end_comparison());
  };
}

void PickReaction::select(const std::optional<Pick>& pick, bool in_second) const {
  Selection selection;
  if (pick) selection.subject = selectable(pick->subject);
  selection.in_compared = in_second && !selection.none();
  m_parts.dispatcher.run_line(selection_command(selection));
  if (!selection.none()) m_parts.desks.in_front().picked();
}

}  // namespace baryscope
