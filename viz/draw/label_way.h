/// Labels while one scene becomes another: from the places that they had to those that they will
/// have.
#pragma once

#include <vector>

#include "viz/scene/scene.h"
#include "viz/text/label_layout.h"

namespace baryscope {

class LabelWay {
 public:
  /// `placed`: where the labels of `before` stand; both scenes are read now only.
  LabelWay(const std::vector<PlacedLabel>& placed, const Scene& before, const Scene& now);

  /// Of a scene that is on its way (Scene::way), every label in the share of the way that the scene
  /// has come. Where they will stand is found out once a size.
  std::vector<PlacedLabel> place(const Scene& scene, const Camera& camera, const Viewport& viewport,
                                 TextPainter& painter);
  /// The picture has another size: they will stand elsewhere.
  void forget_goal() { m_goal.clear(); }

 private:
  std::vector<PlacedLabel> m_start, m_goal;  ///< [n_labels] of the scenes on the way; of its end
};

}  // namespace baryscope
