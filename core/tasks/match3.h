/// match3: does a number make 0 modulo M with two numbers of the text?
#pragma once

#include <memory>

#include "core/tasks/task.h"

namespace baryscope {

/// A text is numbers x drawn uniformly from 0 … M−1, repetitions included. Label of position i:
/// "match" iff x_i + x_j + x_k ≡ 0 (mod M) for an ordered pair (j, k) of any positions, where
/// j = k, j = i and k = i count too: what the closed-form head of Match3 decides (Sanford, Hsu &
/// Telgarsky 2023; its head adds up cos(2π(x_i + x_j + x_k)/M), and a softmax cannot leave a
/// repetition out). A text of n numbers holds n(n+1)/2 unordered pairs, so about
/// 1 − exp(−n(n+1)/2M) of the labels are "match". True pairs are those of two distinct other
/// positions: a label may be "match" without one.
std::unique_ptr<const Task> make_match3(const TaskOptions& options);

}  // namespace baryscope
