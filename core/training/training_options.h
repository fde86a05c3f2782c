/// The option rows of training, and the request they make.
#pragma once

#include <vector>

#include "core/options/option_spec.h"
#include "core/options/option_table.h"
#include "core/training/training_request.h"

namespace baryscope {

/// train, steps, batch, learning-rate, warm-up, weight-decay, clip, evaluate-every,
/// checkpoint-every, keep-checkpoints, closed-form, resume, n-layers, n-heads, model-dim, head-dim,
/// mlp-dim, residual, norms, positions, every, softmax-ends, and the tasks' own: places, plots,
/// modulus, numbers, hops, nodes, keys, key-noise, blank. `auto` is what the task's recipe says for
/// the mechanism.
std::vector<OptionSpec> training_options();

/// `train` names the task; mechanism, device, threads, cpu, seed, force are the analysis' own rows.
/// Throws UsageError for what fits no training.
TrainingRequest make_training_request(const OptionValues& values,
                                      const std::filesystem::path& output);

}  // namespace baryscope
