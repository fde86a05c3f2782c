/// Trains without a window: a model folder, progress and figures on standard error.
#pragma once

#include "app/cli/interrupts.h"
#include "app/cli/plan.h"
#include "app/session/session.h"

namespace baryscope {

/// `plan.training` is there. Throws what went wrong: Cancelled after an interrupt, UsageError,
/// Error.
void run_training(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts);

/// "step 1200 of 3000 · loss 0.1234 · accuracy 97.1 % · 310 steps/s · 6 s left"; the accuracy is
/// the newest of the curve.
std::string training_progress(const TrainingRequest& request,
                              const std::vector<TrainingPoint>& curve);

}  // namespace baryscope
