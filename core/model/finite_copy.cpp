#include "core/model/finite_copy.h"

#include <ATen/ATen.h>
#include <ATen/ExpandUtils.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace baryscope {
namespace {

// Written and looked through again while it is near the processor: 1 MiB of floats.
constexpr std::int64_t block_size = std::int64_t{1} << 18;

// A float is NaN or infinite where all bits of its exponent are set: one more carries into the
// sign. Sixteen at a time, which compilers make one or two instructions of.
bool finite_run(const float* data, std::int64_t count) {
  constexpr std::uint32_t exponent = 0x7f800000;
  constexpr std::uint32_t one = 0x00800000;
  constexpr std::uint32_t sign = 0x80000000;
  constexpr std::int64_t width = 16;
  std::array<std::uint32_t, width> carried{};
  std::int64_t i = 0;
  for (; i + width <= count; i += width) {
    for (std::int64_t k = 0; k < width; ++k) {
      carried[static_cast<std::size_t>(k)] |=
          (std::bit_cast<std::uint32_t>(data[i + k]) & exponent) + one;
    }
  }
  for (; i < count; ++i) {
    carried[0] |= (std::bit_cast<std::uint32_t>(data[i]) & exponent) + one;
  }
  return std::none_of(carried.begin(), carried.end(),
                      [](std::uint32_t bits) { return (bits & sign) != 0; });
}

at::Tensor flat(const at::Tensor& values) {
  return values.as_strided({values.numel()}, {1}, values.storage_offset());
}

}  // namespace

bool all_finite(const at::Tensor& values) {
  if (!values.is_cpu() || !values.is_contiguous()) {
    return at::isfinite(values).all().item<bool>();
  }
  const float* data = values.const_data_ptr<float>();
  std::atomic<bool> finite = true;
  at::parallel_for(0, values.numel(), block_size, [&](std::int64_t begin, std::int64_t end) {
    if (!finite_run(data + begin, end - begin)) {
      finite = false;
    }
  });
  return finite;
}

bool copy_finite(const at::Tensor& source, const at::Tensor& target) {
  if (source.strides() != target.strides() || !source.is_non_overlapping_and_dense()) {
    target.copy_(source);
    return all_finite(target.is_non_overlapping_and_dense() ? flat(target) : target);
  }
  const at::Tensor from = flat(source);
  const at::Tensor into = flat(target);
  const std::int64_t n_blocks = (from.numel() + block_size - 1) / block_size;
  std::atomic<bool> finite = true;
  at::parallel_for(0, n_blocks, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t block = first; block < last; ++block) {
      const std::int64_t begin = block * block_size;
      const std::int64_t count = std::min(block_size, from.numel() - begin);
      const at::Tensor part = into.narrow(0, begin, count);
      part.copy_(from.narrow(0, begin, count));
      if (!finite_run(part.const_data_ptr<float>(), count)) {
        finite = false;
      }
    }
  });
  return finite;
}

std::vector<std::int64_t> dense_strides(const at::Tensor& source) {
  return source.is_non_overlapping_and_dense()
             ? source.strides().vec()
             : at::infer_dense_strides(source.sizes(), source.strides());
}

}  // namespace baryscope
