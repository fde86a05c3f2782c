/// street: is a place exactly midway between two others?
#pragma once

#include <memory>

#include "core/tasks/task.h"

namespace baryscope {

/// A text names every place once, in random order, each on a plot p of its own ("bakery@3").
/// Label of place i: "between" iff p_j + p_k = 2·p_i for two other places j ≠ k. That is a sum over
/// pairs of a function that no pairwise score has: cos(2π(p_j + p_k − 2p_i)/N) is trilinear in
/// (cos, sin) of the three plots, and a single triple-wise head finds its maximum.
std::unique_ptr<const Task> make_street(const TaskOptions& options);

}  // namespace baryscope
