/// Half-precision numbers, alone and by the register; included by each build of the decoders.
#pragma once

#include "core/model/weights/gguf_blocks_parts.h"

namespace baryscope {
namespace {

/// IEEE 754 half precision as the bits of floats, exact; Bits: one word or a register of them.
/// Without denormal floats, which are slow on some processors and zero in some modes.
template <typename Numbers, typename Bits>
Bits bits_of_halves(Bits halves) {
  constexpr std::uint32_t exponent_shift = 112U << 23;  // 127 − 15, the exponents' biases
  constexpr std::uint32_t bits_of_half = 126U << 23;    // 0.5, whose last place is worth 2⁻²⁴
  const Bits magnitudes = halves & 0x7fffU;
  const Bits normal = (magnitudes << 13) + exponent_shift;
  const Bits endless = normal + exponent_shift;  // infinity or no number
  const Bits denormal = same_bits<Bits>(same_bits<Numbers>(magnitudes | bits_of_half) - 0.5F);
  const Bits bits = magnitudes < 0x0400U ? denormal : magnitudes < 0x7c00U ? normal : endless;
  return bits | (halves & 0x8000U) << 16;
}

inline float half_at(const Byte* place) {
  return same_bits<float>(
      bits_of_halves<float>(static_cast<std::uint32_t>(load<std::uint16_t>(place))));
}

/// The upper half of a float.
inline float brain_at(const Byte* place) {
  return same_bits<float>(static_cast<std::uint32_t>(load<std::uint16_t>(place)) << 16);
}

/// A register's words from so many 16-bit numbers.
inline Words words_at(const Byte* place) {
#ifdef __AVX2__
  return same_bits<Words>(_mm256_cvtepu16_epi32(load<__m128i>(place)));
#else
  using Four = std::uint16_t __attribute__((vector_size(8)));
  const Four four = load<Four>(place);
  return same_bits<Words>(__builtin_shufflevector(four, Four{}, 0, 4, 1, 5, 2, 6, 3, 7));
#endif
}

inline void decode_halves(const char* blocks, std::uint64_t n_blocks, float* numbers) {
  const Byte* const bytes = reinterpret_cast<const Byte*>(blocks);
  std::uint64_t i = 0;
  for (; i + k_lanes <= n_blocks; i += k_lanes) {
    const Words bits = bits_of_halves<Floats>(words_at(bytes + 2 * i));
    std::memcpy(numbers + i, &bits, sizeof bits);
  }
  for (; i < n_blocks; ++i) {
    numbers[i] = half_at(bytes + 2 * i);
  }
}

inline void decode_brains(const char* blocks, std::uint64_t n_blocks, float* numbers) {
  const Byte* const bytes = reinterpret_cast<const Byte*>(blocks);
  std::uint64_t i = 0;
  for (; i + k_lanes <= n_blocks; i += k_lanes) {
    const Words bits = words_at(bytes + 2 * i) << 16;
    std::memcpy(numbers + i, &bits, sizeof bits);
  }
  for (; i < n_blocks; ++i) {
    numbers[i] = brain_at(bytes + 2 * i);
  }
}

}  // namespace
}  // namespace baryscope
