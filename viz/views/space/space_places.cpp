// A picture that is turned, scaled or shifted as a whole: onto another one, or onto the one before.
#include "viz/scene/visit.h"
#include "viz/views/space/space_parts.h"

namespace baryscope {

void move_places(const MovePlace& move, SpaceParts& parts) {
  for (TokenView& token : parts.tokens) {
    token.position = move(token.position);
  }
  parts.drawn_gap = move(parts.output) - move(parts.output - parts.drawn_gap);
  parts.output = move(parts.output);
  parts.nearest = move(parts.nearest);
}

void move_places(const MovePlace& move, Scene& scene) {
  visit_structures(scene, [&move](auto& structure) {
    for_each_place(structure, [&move](Vec3& point) { point = move(point); });
  });
  scene.axes.origin = move(scene.axes.origin);
  for (Vec3& end : scene.axes.ends) {
    end = move(end);
  }
}

}  // namespace baryscope
