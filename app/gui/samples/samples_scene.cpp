#include "app/gui/samples/samples_scene.h"

#include "app/gui/samples/samples_inspector.h"

namespace baryscope {

std::shared_ptr<const Scene> with_mark(const std::shared_ptr<const Scene>& scene,
                                       const SamplingStudy& study, const Selection& selection) {
  if (scene == nullptr || !has_sample(study, selection)) return scene;
  const Matrix& places =
      selection.kind == Selection::Kind::data_point ? study.places : study.synthetic_places;
  if (selection.token >= places.n_rows) return scene;
  auto marked = std::make_shared<Scene>(*scene);
  ScenePoint ring;
  ring.position = {places(selection.token, 0), places(selection.token, 1),
                   places(selection.token, 2)};
  ring.radius = 11;
  ring.role = Role::ink;
  ring.glyph = Glyph::ring;
  ring.subject = selection.kind == Selection::Kind::data_point
                     ? data_point_subject(selection.token)
                     : synthetic_point_subject(selection.token);
  marked->clouds.push_back({"selection", {ring}});
  return marked;
}

}  // namespace baryscope
