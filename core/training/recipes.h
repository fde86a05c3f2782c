/// What works for a task under a mechanism: one readable table, tuned by measurement.
#pragma once

#include "core/training/training_request.h"

namespace baryscope {

struct Recipe {
  ModelShape shape;
  OptimizerOptions optimizer;
};

/// What the training options mean where they say `auto`.
Recipe recipe(const TaskOptions& task, const MechanismOptions& options);

/// True for mechanisms whose weights belong to pairs or longer tuples of keys.
bool reads_tuples(const MechanismOptions& options);

}  // namespace baryscope
