/// Blocks of 256 numbers that are −1, 0 or 1 times a scale (TQ1_0, TQ2_0).
#pragma once

#include "core/model/weights/gguf_blocks_large.h"

namespace baryscope {
namespace {

/// The first digit to base three of numbers that stand for a fraction of 256, less one.
inline Codes first_digits(Bytes fractions) {
  return Codes{} - 1 - Codes(fractions >= 86) - Codes(fractions >= 171);
}

/// Five digits to base three a byte: 32 bytes, 16 bytes, and four bytes of four; a scale. Of each
/// group the first digits of all bytes come first.
struct BlockTQ10 {
  static constexpr int n_bytes = 54, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block + 52);
    Bytes first = load<Bytes>(block), second = load<Bytes>(block + 16);
    Bytes third = load<Bytes>(block + 32);
    for (std::ptrdiff_t digit = 0; digit < 5; ++digit) {
      put_scaled(first_digits(first), scale, numbers + 32 * digit);
      put_scaled(first_digits(second), scale, numbers + 32 * digit + 16);
      put_scaled(first_digits(third), scale, numbers + 160 + 16 * digit);
      first = first + first + first;  // what is beyond 256 was the digit
      second = second + second + second;
      third = third + third + third;
    }
    const auto last = load<std::uint32_t>(block + 48);
    const auto fractions = same_bits<Bytes>(Words4{last, last, last, last});
    const Bytes powers = {1, 1, 1, 1, 3, 3, 3, 3, 9, 9, 9, 9, 27, 27, 27, 27};
    put_scaled(first_digits(fractions * powers), scale, numbers + 240);
  }
};

/// Codes of two bits, a scale; 1 is zero.
struct BlockTQ20 {
  static constexpr int n_bytes = 66, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block + 64);
    for (std::ptrdiff_t quarter = 0; quarter < 4; ++quarter) {
      const auto packed = load<Bytes>(block + 16 * quarter);
      for (std::ptrdiff_t row = 0; row < 4; ++row) {
        const std::ptrdiff_t part = 8 * (quarter / 2) + 2 * row + quarter % 2;
        put_scaled(bit_pairs(packed, row) - 1, scale, numbers + 16 * part);
      }
    }
  }
};

}  // namespace
}  // namespace baryscope
