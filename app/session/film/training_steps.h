/// The checkpoints that a training kept, for a film of how its model came to be.
#pragma once

#include <vector>

#include "app/session/film/film_plan.h"
#include "core/options/option_table.h"

namespace baryscope {

/// Of the model that the options name, oldest first, the finished model last. Throws UsageError
/// where it is no model of a training or kept none.
std::vector<TrainingStep> training_steps(const OptionValues& options);

}  // namespace baryscope
