/// The step size of every optimiser step.
#pragma once

#include "core/training/training_request.h"

namespace baryscope {

/// For the step after `steps_done` others. With W = round(warm_up·steps): in the first W steps
/// lr·(s+1)/W, then lr·½(1 + cos(π(s−W)/(steps−W))), which reaches 0 after the last (Loshchilov &
/// Hutter 2017, without restarts).
double learning_rate(const OptimizerOptions& options, int steps_done);

}  // namespace baryscope
