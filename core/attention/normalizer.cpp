#include "core/attention/normalizer.h"

#include <ATen/ATen.h>

#include "core/attention/infinity.h"

namespace baryscope {
namespace {

/// e^{s−m} − e^{−m} with m = max(0, largest allowed s), 0 where masked, and m itself.
struct ShiftedExpm1 {
  at::Tensor values, shift;
};

ShiftedExpm1 shifted_expm1(const at::Tensor& scores, const at::Tensor& allowed) {
  const at::Tensor shift =
      scores.detach().masked_fill(allowed.logical_not(), -infinity).amax(-1, true).clamp_min(0);
  const at::Tensor floor = shift.neg().exp();
  // expm1 keeps the digits of small scores; beyond 1 nothing cancels and expm1 could overflow.
  const at::Tensor near = floor * scores.clamp_max(1).expm1();
  const at::Tensor far = (scores - shift).clamp_max(0).exp() - floor;
  const at::Tensor values = at::where(scores < 1, near, far);
  return {values.masked_fill(allowed.logical_not(), 0), shift};
}

}  // namespace

NormalizedScores masked_softmax(const at::Tensor& scores, const at::Tensor& allowed) {
  const at::Tensor masked = scores.masked_fill(allowed.logical_not(), -infinity);
  // Shifting changes nothing, hence has no derivative.
  const at::Tensor largest = masked.detach().amax(-1, true);
  const at::Tensor shift = largest.masked_fill(largest == -infinity, 0);
  const at::Tensor exponentials = (masked - shift).exp();
  const at::Tensor own_sum = exponentials.sum(-1, true);
  const at::Tensor empty = own_sum == 0;
  const at::Tensor sum = own_sum.masked_fill(empty, 1);
  return {exponentials / sum, (shift + sum.log()).masked_fill(empty, -infinity).squeeze(-1)};
}

at::Tensor relu_expm1(const at::Tensor& scores, const at::Tensor& allowed) {
  const at::Tensor positive = shifted_expm1(scores, allowed).values.relu();
  const at::Tensor sum = positive.sum(-1, true);
  return positive / sum.masked_fill(sum == 0, 1);
}

at::Tensor softpick(const at::Tensor& scores, const at::Tensor& allowed) {
  const ShiftedExpm1 shifted = shifted_expm1(scores, allowed);
  const at::Tensor sum = shifted.values.abs().sum(-1, true) + 1e-8 * shifted.shift.neg().exp();
  return shifted.values.relu() / sum.masked_fill(sum == 0, 1);
}

}  // namespace baryscope
