#include "core/training/training_request.h"

#include <cmath>
#include <string>

#include "core/base/error.h"

namespace baryscope {

void check_training_request(const TrainingRequest& request) {
  const auto require = [](bool holds, const char* rule) {
    if (!holds) {
      throw UsageError(std::string("this training makes no sense: expected ") + rule);
    }
  };
  const OptimizerOptions& optimizer = request.optimizer;
  require(optimizer.steps >= 1 && optimizer.batch >= 1, "at least one step of one example");
  require(std::isfinite(optimizer.learning_rate) && optimizer.learning_rate > 0,
          "a learning rate above 0");
  require(optimizer.warm_up >= 0 && optimizer.warm_up <= 1, "a warm-up from 0 to 1");
  require(optimizer.weight_decay >= 0 && optimizer.clip >= 0, "weight decay and clip from 0");
  require(request.evaluate_every >= 1 && request.checkpoint_every >= 1 && request.n_evaluated >= 1,
          "evaluations and checkpoints every step at most");
  require(request.shape.n_layers >= 1 && request.shape.every >= 1, "at least one layer");
}

}  // namespace baryscope
