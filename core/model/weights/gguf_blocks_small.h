/// Blocks of 32 numbers after ggml's layouts: each kind has its sizes and decodes one block, by the
/// float operations of the PyPI package gguf in its order. "8 is zero": codes count from there.
#pragma once

#include "core/model/weights/gguf_blocks_halves.h"

namespace baryscope {
namespace {

/// Scale, 32 codes of four bits, 8 is zero.
struct BlockQ40 {
  static constexpr int n_bytes = 18, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    const auto packed = load<Bytes>(block + 2);
    put_scaled(low_nibbles(packed) - 8, scale, numbers);
    put_scaled(high_nibbles(packed) - 8, scale, numbers + 16);
  }
};

/// Scale, least number, 32 codes of four bits.
struct BlockQ41 {
  static constexpr int n_bytes = 20, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block), least = half_at(block + 2);
    const auto packed = load<Bytes>(block + 4);
    put_scaled(low_nibbles(packed), scale, least, numbers);
    put_scaled(high_nibbles(packed), scale, least, numbers + 16);
  }
};

/// Scale, 32 fifth bits, the lower four of as many codes, 16 is zero.
struct BlockQ50 {
  static constexpr int n_bytes = 22, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    const auto packed = load<Bytes>(block + 6);
    const Codes low = low_nibbles(packed) | where_set(spread_bits(block + 2), 0xff, 16);
    const Codes high = high_nibbles(packed) | where_set(spread_bits(block + 4), 0xff, 16);
    put_scaled(low - 16, scale, numbers);
    put_scaled(high - 16, scale, numbers + 16);
  }
};

/// Scale, least number, 32 fifth bits, the lower four of as many codes.
struct BlockQ51 {
  static constexpr int n_bytes = 24, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block), least = half_at(block + 2);
    const auto packed = load<Bytes>(block + 8);
    const Codes low = low_nibbles(packed) | where_set(spread_bits(block + 4), 0xff, 16);
    const Codes high = high_nibbles(packed) | where_set(spread_bits(block + 6), 0xff, 16);
    put_scaled(low, scale, least, numbers);
    put_scaled(high, scale, least, numbers + 16);
  }
};

/// Scale, 32 bytes with sign.
struct BlockQ80 {
  static constexpr int n_bytes = 34, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    put_scaled(load<Codes>(block + 2), scale, numbers);
    put_scaled(load<Codes>(block + 18), scale, numbers + 16);
  }
};

/// Of IQ4_NL and IQ4_XS: finer near zero, where most weights lie.
constexpr CodeBook k_uneven_codes = {-127, -104, -83, -65, -49, -35, -22, -10,
                                     1,    13,   25,  38,  53,  69,  89,  113};
/// Twice the numbers of E2M1, the four-bit floats of OCP Microscaling Formats 1.0.
constexpr CodeBook k_small_floats = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

/// Scale, 32 codes of the uneven book.
struct BlockIQ4NL {
  static constexpr int n_bytes = 18, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    put_entries(block + 2, k_uneven_codes, half_at(block), numbers);
  }
};

/// Scale that is an exponent alone (E8M0), 32 floats of four bits.
struct BlockMXFP4 {
  static constexpr int n_bytes = 17, n_numbers = 32;
  static void decode(const Byte* block, float* numbers) {
    put_entries(block + 1, k_small_floats, power(block[0]), numbers);
  }
  /// 2^(exponent − 128), half of the scale, since the book has twice its numbers.
  static float power(std::uint32_t exponent) {
    return same_bits<float>(exponent < 2 ? 0x00200000U << exponent : (exponent - 1) << 23);
  }
};

/// Four parts of 16: their scales as small floats (E4M3 without a sign), then floats of four bits,
/// of each part eight low nibbles before eight high ones.
struct BlockNVFP4 {
  static constexpr int n_bytes = 36, n_numbers = 64;
  static void decode(const Byte* block, float* numbers) {
    for (std::ptrdiff_t part = 0; part < 4; ++part) {
      const auto packed = load<std::uint64_t>(block + 4 + 8 * part);
      constexpr std::uint64_t mask = 0x0f0f0f0f0f0f0f0fU;
      const auto codes = same_bits<Codes>(Longs{packed & mask, packed >> 4 & mask});
      put_entries(codes, k_small_floats, half_scale(block[part]), numbers + 16 * part);
    }
  }
  /// Half of it, since the book has twice its numbers. The topmost bit counts for 0x7f alone, which
  /// is zero without it.
  static float half_scale(std::uint32_t code) {
    const std::uint32_t exponent = code >> 3 & 0x0f, fraction = code & 7;
    if (exponent == 0 || code == 0x7f) {
      return code == 0x7f ? 0.0F : static_cast<float>(fraction) * 0x1p-10F;
    }
    return same_bits<float>((exponent + 119) << 23 | fraction << 20);
  }
};

}  // namespace
}  // namespace baryscope
