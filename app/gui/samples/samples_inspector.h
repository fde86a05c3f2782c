/// What the inspector and the hints say of a point of the samples view. No widgets.
#pragma once

#include <QString>

#include "app/gui/widgets/inspector_content.h"
#include "app/session/selection.h"
#include "core/sampling/studies/study.h"

namespace baryscope {

/// True where the study has the selected point.
bool has_sample(const SamplingStudy& study, const Selection& selection);
/// The selected point (if any), then its class, then the sampler.
InspectorContent samples_content(const SamplingStudy& study, const Selection& selection);
/// "x = 0.52·x₃ + 0.31·x₁₇ + 0.17·x₄₂"; x_i is row i of the data.
QString combination_text(const SamplingStudy& study, int synthetic);
/// "3 · 17 · 42" and "0.52 · 0.31 · 0.17".
QString simplex_text(const SamplingStudy& study, int synthetic);
QString coordinates_text(const SamplingStudy& study, int synthetic);
/// One line for a tooltip: "row 17 · class 1", "synthetic 4 · 0.52·x₃ + …".
QString sample_words(const SamplingStudy& study, const Subject& subject);

}  // namespace baryscope
