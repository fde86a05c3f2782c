#include "core/training/recipes.h"

namespace baryscope {

bool reads_tuples(const MechanismOptions& mechanism) {
  return mechanism.mechanism == "two-simplicial" || mechanism.mechanism == "n-order";
}

Recipe recipe(const TaskOptions& task, const MechanismOptions& mechanism) {
  Recipe recipe;
  if (task.name == "street") {
    // One head of width 24 between an embedding and a linear readout: the attention must do the
    // work. A twin without triples gets four heads.
    recipe.shape.n_heads = reads_tuples(mechanism) ? 1 : 4;
  } else if (task.name == "match3") {
    recipe.shape.n_heads = reads_tuples(mechanism) ? 1 : 4;
  } else if (task.name == "chase") {
    // Every hop but the last needs a layer that hands it on.
    recipe.shape.n_layers = reads_tuples(mechanism) ? (task.hops + 1) / 2 : task.hops;
    recipe.shape.residual = true;
    recipe.shape.norms = true;
  }
  return recipe;
}

}  // namespace baryscope
