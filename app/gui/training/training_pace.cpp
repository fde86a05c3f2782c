#include "app/gui/training/training_pace.h"

#include <algorithm>

namespace baryscope {
namespace {

/// Cores that the worker, the window and the renderer keep busy at once.
constexpr int k_picture_threads = 4;

}  // namespace

double picture_interval(const PictureCost& cost, int n_cores, int n_training_threads) {
  const int idle = std::clamp(n_cores - n_training_threads, 0, k_picture_threads);
  const double taken = 1 - (2.0 / 3) * idle / k_picture_threads;
  return std::max(1 / k_most_pictures, taken * (cost.analysis + cost.window) / k_following_share);
}

}  // namespace baryscope
