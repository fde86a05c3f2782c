// Stands in for the scene builders, which these tests do not look at.
#include "viz/views/samples/build_samples.h"
#include "viz/views/space/build_space.h"

namespace baryscope {

Scene build_scene(const Analysis& analysis, const ViewRequest& request) {
  Scene scene;
  scene.title = analysis.request.text;
  scene.axes.visible = false;
  scene.theme.name = request.theme;
  return scene;
}

ScenePair build_pair(const Analysis& first, const Analysis& second, const ViewRequest& request) {
  return {build_scene(first, request), build_scene(second, request)};
}

Scene build_samples(const SamplingStudy& study, const ViewRequest& request) {
  Scene scene;
  scene.title = study.request.sampler.sampler + " in " + request.view;
  scene.caption = request.sample ? std::to_string(*request.sample) : "";
  scene.theme.name = request.theme;
  return scene;
}

ScenePair build_sample_pair(const SamplingStudy& first, const SamplingStudy& second,
                            const ViewRequest& request) {
  return {build_samples(first, request), build_samples(second, request)};
}

std::string space_obstacle(const Analysis&, const ViewRequest&, const std::string&) { return {}; }

std::string samples_obstacle(const SamplingStudy&, const ViewRequest&, const std::string&) {
  return {};
}

}  // namespace baryscope
