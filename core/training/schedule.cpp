#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace baryscope {

double learning_rate(const OptimizerOptions& options, int steps_done) {
  const int warm = static_cast<int>(std::lround(options.warm_up * options.steps));
  if (steps_done < warm) {
    return options.learning_rate * (steps_done + 1) / warm;
  }
  const double share = static_cast<double>(steps_done - warm) / std::max(1, options.steps - warm);
  return options.learning_rate * 0.5 * (1 + std::cos(std::numbers::pi * std::min(share, 1.0)));
}

}  // namespace baryscope
