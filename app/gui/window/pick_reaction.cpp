#include "app/gui/window/pick_reaction.h"

#include "app/gui/scene/paired_scenes.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/gui/widgets/message_bar.h"
#include "app/gui/window/desks.h"

namespace baryscope {

PickReaction::PickReaction(const Parts& parts) : m_parts(parts) {
  SceneWidget& scene = m_parts.scene;
  PairedScenes& scenes = m_parts.scenes;
  scene.on_pick = [this](const std::optional<Pick>& pick) {
    m_parts.desks.in_front().select(selection(pick, false));
  };
  scenes.on_pick = [this](const std::optional<Pick>& pick) {
    m_parts.desks.in_front().select(selection(pick, true));
  };
  scene.describe_pick = [this](const Pick& pick) {
    return m_parts.desks.in_front().describe(selection(pick, false));
  };
  scenes.describe_pick = [this](const Pick& pick) {
    return m_parts.desks.in_front().describe(selection(pick, true));
  };
  scene.on_error = [this](const QString& text) { m_parts.message.show_message(text); };
  scenes.on_error = scene.on_error;
  scenes.on_close = [this] {
    m_parts.dispatcher.run_line(m_parts.desks.in_front().end_comparison());
  };
}

Selection PickReaction::selection(const std::optional<Pick>& pick, bool in_second) const {
  if (!pick) return {};
  const SceneWidget& scene = in_second ? *m_parts.scenes.second() : m_parts.scene;
  Selection picked = to_selection(*scene.scene(), *pick);
  picked.in_compared = in_second && picked.kind != Selection::Kind::none;
  return picked;
}

}  // namespace baryscope
