/// needle: find the one marked key among n noisy ones.
#pragma once

#include <memory>

#include "core/tasks/task.h"

namespace baryscope {

/// A text is n keys "word:mark" in random order, marks 0 … 9, and the question "?" at its end. One
/// key, the needle, has the highest mark; label of "?": the needle's word. n is drawn anew for
/// every batch, up to `keys` (make_of_length: n + 1 tokens, + 1 with a blank).
/// Noise: a distractor's mark is round(2 + z·key_noise), the needle's round(7 + z·key_noise), z the
/// standardised sum of 12 uniforms (no transcendental function: the same bytes everywhere), all cut
/// to 0 … 9; distractors as high as the needle are drawn again below it, so the answer is unique
/// while the margin between the two shrinks with the noise.
///
/// What it shows. The mark enters the features as one number, so a head's score of a key is affine
/// in its mark, and no finite score leaves softmax without leak: with the gap Δ between needle and
/// distractors its mass on noise is (n−1)e^{−Δ}/(1 + (n−1)e^{−Δ}), which grows with n to 1. Scores
/// that are positive above a mark and negative below it (a threshold between 2 and 7) give noise
/// the weight 0 exactly in softpick and relu-expm1, for every n; a difference P − λP' whose P' is
/// flatter than P is negative on noise, which rectified-differential cuts to 0. With much noise the
/// marks of both kinds overlap and a threshold alone no longer parts them.
std::unique_ptr<const Task> make_needle(const TaskOptions& options);

}  // namespace baryscope
