/// The way from one scene to the next, so that the eye can follow what moved. No Qt.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "viz/scene/scene.h"

namespace baryscope {

/// What of a scene is the same thing as in the scene before, where the numbers of its subjects do
/// not say it.
struct Continuity {
  bool broken = false;  ///< other data: nothing is
  /// Of another text: [n_tokens] which token of the text before each of the new text is, -1 for
  /// none of them. Nothing: it is the same text.
  std::optional<std::vector<int>> token_before = {};
};

/// Made once a change, asked for every frame. What stands for the same thing in both scenes glides,
/// in whatever order, structure or shape it comes; what is only in one of them fades where it is,
/// and goes along with the points that it hangs on. Furniture never moves.
class SceneMorph {
 public:
  /// t in [0, 1]: 0 is the first scene in all that both hold, 1 is the second scene itself.
  /// `camera`: through which that will be seen; nothing: its own.
  [[nodiscard]] std::shared_ptr<const Scene> at(
      double t, const std::optional<Camera>& camera = std::nullopt) const;

 private:
  friend std::shared_ptr<const SceneMorph> find_morph(const std::shared_ptr<const Scene>& from,
                                                      const std::shared_ptr<const Scene>& to,
                                                      const Continuity& continuity);
  std::shared_ptr<const Scene> m_to;
  Scene m_start, m_end;  ///< alike but for their numbers
};

/// Null where the scenes show too few of the same things, or more than can be drawn anew for every
/// frame of a quarter of a second.
std::shared_ptr<const SceneMorph> find_morph(const std::shared_ptr<const Scene>& from,
                                             const std::shared_ptr<const Scene>& to,
                                             const Continuity& continuity = {});

}  // namespace baryscope
