/// The model of the task match3 that needs no training: science.md's head of two determinants.
#pragma once

#include "core/model/transformer.h"
#include "core/tasks/task.h"

namespace baryscope {

/// How sharp the head is: the least c for which the n² − 1 wrong pairs of the longest text together
/// weigh less than e^{−15} of one right pair: c·min(1, 1 − cos(2π/M)) = ln(n²) + 15. Scores are of
/// size c and rounded in F32, so c must stay below 1e6: throws UsageError naming the modulus where
/// it does not (n = 64: from M = 921 on).
double match3_sharpness(int modulus, int n_numbers);

/// One layer, one head of 9 numbers, 2-simplicial with the determinant score, not causal, V' = 1, a
/// linear readout of the head's output; a blank token in front. With θ = 2πx/M
///   q = c(cosθ, sinθ, 0, −sinθ, cosθ, 0, 1, 0, 0)
///   k = (sinθ, cosθ, 0, −sinθ, −cosθ, 0, 0, 0, 0),  k' = (0, 0, cosθ, 0, 0, −sinθ, 0, 0, 0)
/// the determinants of the three chunks add up to c·cos(θ_i + θ_j + θ_k); the blank token has
/// k = (…, 0, 1, 0), k' = (…, 0, 0, 1), q = (0, …, c, 0, 0), so that (blank, blank) scores c and a
/// blank with a number 0. Values (1, cosθ, sinθ, 0, …), the blank's 0: the first entry of the
/// output is β/(β + 1), β the number of ordered pairs that solve x_i + x_j + x_k ≡ 0; the others
/// place the numbers on a clock. "match" iff it is over ¼. Exact for every text up to
/// max(options.numbers, 64) numbers (science.md §2.6; Sanford, Hsu & Telgarsky 2023 posed the
/// task). `options`: name "match3", modulus, numbers; the model's vocabulary is the task's with a
/// blank.
Transformer make_match3_model(const TaskOptions& options);

}  // namespace baryscope
