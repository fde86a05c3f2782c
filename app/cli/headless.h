/// Runs a plan without a window: computes, runs the script, writes the outputs.
#pragma once

#include "app/cli/interrupts.h"
#include "app/cli/plan.h"
#include "app/session/session.h"

namespace baryscope {

/// Throws what went wrong: Cancelled after an interrupt, UsageError, Error.
void run_headless(const Plan& plan, Session::MakeEngine make_engine, Interrupts& interrupts);

}  // namespace baryscope
