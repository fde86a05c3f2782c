#include "core/training/recipes.h"

#include <algorithm>

#include "core/analysis/mechanism_list.h"

namespace baryscope {
namespace {

/// How many layers follow `hops` pointers when every layer multiplies the reach by `factor`: a
/// token knows one hop itself, and a layer reads it from tokens that know as much.
int layers_for(int hops, int factor) {
  int layers = 1;
  for (int reach = factor; reach < hops; reach *= factor) {
    ++layers;
  }
  return layers;
}

}  // namespace

bool reads_tuples(const MechanismOptions& options) {
  return !options.mechanism.empty() && reads_tuples(mechanism(options.mechanism));
}

Recipe recipe(const TaskOptions& task, const MechanismOptions& options) {
  Recipe recipe;
  const bool tuples = reads_tuples(options);
  ModelShape& shape = recipe.shape;
  OptimizerOptions& optimizer = recipe.optimizer;
  if (task.name == "street" || task.name == "match3") {
    // One head between an embedding and a linear readout: the attention must do the work. A twin
    // without triples gets four heads, and more parameters than the one.
    shape.n_heads = tuples ? 1 : 4;
    shape.head_dim = tuples ? 48 : 32;
    optimizer.steps = 1500;
    optimizer.learning_rate = 1.2e-2;
  } else if (task.name == "chase") {
    const int n_slots = tuples ? n_key_slots(mechanism(options.mechanism), options.order) : 1;
    shape.n_layers = layers_for(task.hops, n_slots + 1);
    shape.residual = shape.n_layers > 1;
    shape.head_dim = 48;
    optimizer.steps = 1000;
  } else if (task.name == "needle") {
    shape.head_dim = 32;
    optimizer.steps = 600;
  } else if (task.name == "signed-sum") {
    // The head's output is the whole answer: as wide as there are words, of which half are absent.
    shape.head_dim = std::max(32, 2 * task.keys);
    optimizer.steps = 1000;
    optimizer.learning_rate = 2e-2;
  }
  return recipe;
}

}  // namespace baryscope
