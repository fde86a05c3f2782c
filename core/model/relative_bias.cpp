#include "core/model/relative_bias.h"

#include <ATen/ATen.h>

#include <cmath>

namespace baryscope {

at::Tensor relative_bias(const at::Tensor& weight, std::int64_t n_tokens) {
  constexpr double farthest = 128;
  const std::int64_t n_sides = weight.size(0) / 2;
  const std::int64_t n_near = n_sides / 2;
  const at::Tensor place = at::arange(n_tokens, weight.options().dtype(at::kLong));
  const at::Tensor back = place.unsqueeze(1) - place.unsqueeze(0);  // query − key
  const at::Tensor distance = back.abs();
  const at::Tensor logarithm = (distance.to(at::kFloat) / static_cast<double>(n_near)).log() /
                               std::log(farthest / static_cast<double>(n_near)) *
                               static_cast<double>(n_sides - n_near);
  // Of distance 0 the logarithm is not finite, and not read.
  const at::Tensor far = (logarithm.clamp(0, static_cast<double>(n_sides)).to(at::kLong) + n_near)
                             .clamp_max(n_sides - 1);
  const at::Tensor bucket =
      (back < 0).to(at::kLong) * n_sides + at::where(distance < n_near, distance, far);
  return at::embedding(weight, bucket).permute({2, 0, 1}).contiguous();
}

}  // namespace baryscope
