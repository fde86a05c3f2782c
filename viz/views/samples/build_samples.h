/// SamplingStudy + view options → Scene: classes, graph, simplices, synthetic points, regions.
#pragma once

#include "core/sampling/studies/study.h"
#include "viz/scene/scene.h"
#include "viz/views/space/build_space.h"
#include "viz/views/view_request.h"

namespace baryscope {

/// The steps of the teaching animation: ViewRequest::step counts them from 0.
inline constexpr int k_n_sampling_steps = 7;
/// "the data", "nearest neighbours", "graph", "maximal simplices", "one simplex", "Dirichlet draw",
/// "synthetic point".
const char* sampling_step_name(int step);

/// Pure and deterministic; runs on the worker.
Scene build_samples(const SamplingStudy& study, const ViewRequest& request);

/// Two samplers on the same data: the same places, the same camera, the same regions' scale.
ScenePair build_sample_pair(const SamplingStudy& first, const SamplingStudy& second,
                            const ViewRequest& request);

/// Why this part cannot be seen in the picture of the study; empty: it can.
std::string samples_obstacle(const SamplingStudy& study, const ViewRequest& request,
                             const std::string& part);

}  // namespace baryscope
