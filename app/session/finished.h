/// What is shown: a result and the options that it answers, one immutable value.
#pragma once

#include <memory>
#include <vector>

#include "app/session/session_requests.h"
#include "core/analysis/analysis.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/study.h"
#include "viz/draw/drawing.h"
#include "viz/scene/scene.h"
#include "viz/views/space/build_space.h"
#include "viz/views/view_parts.h"
#include "viz/views/view_request.h"

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
  bool follows = false;                ///< turned and seen as the picture before
  std::vector<ViewPart> parts;         ///< of that picture: drawn or not, and why
  std::shared_ptr<const Scene> scene;  ///< of the first analysis or study
  /// Of the compared model or sampler; null without one. Both scenes have the same camera.
  std::shared_ptr<const Scene> compared_scene;
  /// Of these scenes; null where no window asked for them.
  std::shared_ptr<const Drawing> drawing, compared_drawing;
};

}  // namespace baryscope
