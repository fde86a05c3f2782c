/// A click or a hover in the pictures is the matter of the desk in front.
#pragma once

#include <optional>

#include "viz/scene/picking.h"

namespace baryscope {

class Desks;
class Dispatcher;
class MessageBar;
class PairedScenes;
class SceneWidget;

class PickReaction {
 public:
  struct Parts {
    SceneWidget& scene;
    PairedScenes& scenes;
    const Desks& desks;
    const Dispatcher& dispatcher;
    MessageBar& message;
  };
  /// Sets the callbacks of both pictures.
  explicit PickReaction(const Parts& parts);

 private:
  void select(const std::optional<Pick>& pick, bool in_second) const;

  Parts m_parts;
};

}  // namespace baryscope
