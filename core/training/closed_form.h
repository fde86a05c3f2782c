/// Models that are written down instead of trained.
#pragma once

#include "core/base/progress.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Writes the folder of a request with `closed_form` (match3 alone), evaluated on fresh examples
/// like a trained model; no step is done. Throws UsageError where the task has no closed form, the
/// modulus is too large for F32, or the folder must not be overwritten.
TrainingResult write_closed_form(const TrainingRequest& request, const TrainingListener& listener,
                                 const Watch& watch);

}  // namespace baryscope
