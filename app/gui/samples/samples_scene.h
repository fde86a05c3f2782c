/// The scene of samples with a mark around the point that is selected. No Qt.
#pragma once

#include <memory>

#include "app/session/selection.h"
#include "core/sampling/studies/study.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// The scene itself where the selection is no point of the study.
std::shared_ptr<const Scene> with_mark(const std::shared_ptr<const Scene>& scene,
                                       const SamplingStudy& study, const Selection& selection);

}  // namespace baryscope
