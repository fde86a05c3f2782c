#include <algorithm>

#include "viz/views/samples/build_samples.h"
#include "viz/views/samples/samples_parts.h"

namespace baryscope {
namespace {

constexpr const char* k_other_step = "not at this step of the sampler's work";

bool any_edges(const SamplingStudy& study) {
  return std::any_of(study.resampled.classes.begin(), study.resampled.classes.end(),
                     [](const SampledClass& sampled) { return !sampled.edges.empty(); });
}

bool any_cells(const SamplingStudy& study) {
  return std::any_of(study.resampled.classes.begin(), study.resampled.classes.end(),
                     [](const SampledClass& sampled) {
                       for (std::size_t s = 0; s < sampled.simplices.size(); ++s) {
                         if (sampled.simplices[s].size() >= 3) return true;
                       }
                       return false;
                     });
}

std::string obstacle_of_regions(const SamplingStudy& study, const StepLook& look) {
  if (study.request.classifier == "none") {
    return "choose a classifier: regions show how it decides";
  }
  if (study.before == nullptr && study.after == nullptr) {
    return "the regions of these data cannot be drawn";
  }
  return look.regions > 0 ? "" : k_other_step;
}

}  // namespace

std::string samples_obstacle(const SamplingStudy& study, const ViewRequest& request,
                             const std::string& part) {
  const StepLook look = request.step ? step_look(*request.step) : StepLook();
  const bool made_points = study.resampled.synthetic.size() > 0;
  if (part == "edges") {
    return !any_edges(study) ? "this sampler connects no neighbours"
           : look.graph > 0  ? ""
                             : k_other_step;
  }
  if (part == "triangles") {
    return !any_cells(study) ? "this sampler draws from no triangles and larger simplices"
           : look.cells > 0  ? ""
                             : k_other_step;
  }
  if (part == "outputs") {
    return !made_points ? "this sampler made no points" : look.synthetic > 0 ? "" : k_other_step;
  }
  if (part == "regions") {
    return obstacle_of_regions(study, look);
  }
  if (part == "hull") {
    return "the hull belongs to the values of a text";
  }
  if (part == "grid") {
    return "the numbers at the axes take the place of a grid";
  }
  const bool followed = made_points && (request.step || request.sample);
  return part == "labels" && !followed
             ? "names belong to a synthetic point that is followed: choose a step or a point"
             : "";
}

}  // namespace baryscope
