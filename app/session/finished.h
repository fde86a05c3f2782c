/// What is shown: a result and the options that it answers, one immutable value.
#pragma once

#include <memory>
#include <vector>

#include "app/session/session_requests.h"
#include "core/analysis/analysis.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/study.h"
#include "viz/build/build_scene.h"
#include "viz/scene/scene.h"

namespace baryscope {

/// The answer to one request.
struct Computed {
  std::vector<std::shared_ptr<const Analysis>> analyses;
  /// Of the model that `compare` names: no analyses without one.
  std::vector<std::shared_ptr<const Analysis>> compared;
  /// Of the samples view: one, or two beside each other; the analyses are empty then.
  std::vector<std::shared_ptr<const SamplingStudy>> studies;

  /// The first model's, then the compared one's.
  [[nodiscard]] std::vector<std::shared_ptr<const Analysis>> all_analyses() const;
};

struct Finished : Computed {
  OptionValues options;                ///< all of them: opened again they bring this back
  SessionRequests requests;            ///< what they ask for
  ViewRequest view;                    ///< how it is drawn
  std::shared_ptr<const Scene> scene;  ///< of the first analysis or study
  /// Of the compared model or sampler; null without one. Both scenes have the same camera.
  std::shared_ptr<const Scene> compared_scene;
};

}  // namespace baryscope
