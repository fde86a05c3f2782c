/// Blocks of 256 numbers with a scale for every 16 or 32 of them, as gguf_blocks_small.h has the
/// others.
#pragma once

#include "core/model/weights/gguf_blocks_small.h"

namespace baryscope {
namespace {

/// Codes of two bits, four a byte: those `row` · 2 bits up.
inline Codes bit_pairs(Bytes packed, std::ptrdiff_t row) { return Codes(packed >> (2 * row) & 3); }

/// Sixteen parts of 16. Four bits a part to scale it and four of what is taken off, codes of two
/// bits, the two scales of these.
struct BlockQ2K {
  static constexpr int n_bytes = 84, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    float scales[16], shifts[16];
    const auto own = load<Bytes>(block);
    put_scaled(low_nibbles(own), half_at(block + 80), scales);
    put_scaled(high_nibbles(own), -half_at(block + 82), shifts);
    for (std::ptrdiff_t quarter = 0; quarter < 4; ++quarter) {
      const auto packed = load<Bytes>(block + 16 + 16 * quarter);
      for (std::ptrdiff_t row = 0; row < 4; ++row) {
        const std::ptrdiff_t part = 8 * (quarter / 2) + 2 * row + quarter % 2;
        put_scaled(bit_pairs(packed, row), scales[part], shifts[part], numbers + 16 * part);
      }
    }
  }
};

/// Sixteen parts of 16. Third bits, the lower two, six bits a part to scale it, their scale. A
/// third bit is worth 4, and 4 is zero.
struct BlockQ3K {
  static constexpr int n_bytes = 110, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    float scales[16];
    put_scaled(six_bits(block + 96) - 32, half_at(block + 108), scales);
    for (std::ptrdiff_t quarter = 0; quarter < 4; ++quarter) {
      const auto packed = load<Bytes>(block + 32 + 16 * quarter);
      const auto thirds = load<Bytes>(block + 16 * (quarter % 2));
      for (std::ptrdiff_t row = 0; row < 4; ++row) {
        const std::ptrdiff_t part = 8 * (quarter / 2) + 2 * row + quarter % 2;
        const auto mask = static_cast<Byte>(1 << (4 * (quarter / 2) + row));
        const Codes codes = bit_pairs(packed, row) | where_set(thirds, mask, 4);
        put_scaled(codes - 4, scales[part], numbers + 16 * part);
      }
    }
  }

  /// The lower four bits of each: the low nibbles of eight bytes, then the high ones; the upper
  /// two: four bytes, of which the lowest pairs come first.
  static Codes six_bits(const Byte* packed) {
    const auto first = load<std::uint32_t>(packed), second = load<std::uint32_t>(packed + 4);
    const auto upper = load<std::uint32_t>(packed + 8);
    const Words4 low = Words4{first, second, first >> 4, second >> 4} & 0x0f0f0f0fU;
    const Words4 high = Words4{upper, upper >> 2, upper >> 4, upper >> 6} & 0x03030303U;
    return same_bits<Codes>(low | high << 4);
  }
};

/// Of Q4_K and Q5_K: eight parts of 32, each with six bits to scale it and six of what is taken
/// off, in twelve bytes. Bytes 0 to 3 and 4 to 7 have those of the first four parts; bytes 8 to 11
/// the last four's lower halves as nibbles, whose upper two bits are on top of bytes 0 to 7.
struct PartScales {
  float scales[16];  ///< of which eight count
  float shifts[16];  ///< of which the last eight count

  PartScales(const Byte* packed, float scale, float step) {
    const auto own = load<std::uint32_t>(packed), taken = load<std::uint32_t>(packed + 4);
    const auto nibbles = load<std::uint32_t>(packed + 8);
    const auto codes = same_bits<Codes>(
        Words4{own & 0x3f3f3f3fU, (nibbles & 0x0f0f0f0fU) | (own >> 2 & 0x30303030U),
               taken & 0x3f3f3f3fU, (nibbles >> 4 & 0x0f0f0f0fU) | (taken >> 2 & 0x30303030U)});
    put_scaled(codes, scale, scales);
    put_scaled(codes, -step, shifts);
  }

  void put(std::ptrdiff_t part, std::ptrdiff_t half, Codes codes, float* numbers) const {
    put_scaled(codes, scales[part], shifts[8 + part], numbers + 32 * part + 16 * half);
  }
};

/// Two scales, those of the parts, codes of four bits.
struct BlockQ4K {
  static constexpr int n_bytes = 144, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const PartScales parts(block + 4, half_at(block), half_at(block + 2));
    for (std::ptrdiff_t i = 0; i < 8; ++i) {
      const auto packed = load<Bytes>(block + 16 + 16 * i);
      const std::ptrdiff_t low = i / 2 * 2, half = i % 2;
      parts.put(low, half, low_nibbles(packed), numbers);
      parts.put(low + 1, half, high_nibbles(packed), numbers);
    }
  }
};

/// Two scales, those of the parts, fifth bits, the lower four of codes.
struct BlockQ5K {
  static constexpr int n_bytes = 176, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const PartScales parts(block + 4, half_at(block), half_at(block + 2));
    for (std::ptrdiff_t i = 0; i < 8; ++i) {
      const auto packed = load<Bytes>(block + 48 + 16 * i);
      const std::ptrdiff_t low = i / 2 * 2, half = i % 2;
      const auto fifths = load<Bytes>(block + 16 + 16 * half);
      const auto mask = static_cast<Byte>(1 << low), next_mask = static_cast<Byte>(2 << low);
      parts.put(low, half, low_nibbles(packed) | where_set(fifths, mask, 16), numbers);
      parts.put(low + 1, half, high_nibbles(packed) | where_set(fifths, next_mask, 16), numbers);
    }
  }
};

/// Sixteen parts of 16. The lower four bits of codes, the upper two, bytes with sign to scale the
/// parts, their scale; 32 is zero.
struct BlockQ6K {
  static constexpr int n_bytes = 210, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    float scales[16];
    put_scaled(load<Codes>(block + 192), half_at(block + 208), scales);
    for (std::ptrdiff_t i = 0; i < 8; ++i) {  // sixteen bytes of lower bits
      const std::ptrdiff_t half = i / 4, place = i % 4;
      const auto packed = load<Bytes>(block + 16 * i);
      const auto upper = load<Bytes>(block + 128 + 32 * half + 16 * (place % 2));
      const std::ptrdiff_t part = 8 * half + place;
      const Codes low = low_nibbles(packed) | bit_pairs(upper, place / 2) << 4;
      const Codes high = high_nibbles(packed) | bit_pairs(upper, 2 + place / 2) << 4;
      put_scaled(low - 32, scales[part], numbers + 16 * part);
      put_scaled(high - 32, scales[part + 4], numbers + 16 * (part + 4));
    }
  }
};

/// Eight parts of 32. A scale, the parts' six bits to scale them, the upper two first, 32 is zero;
/// codes of the uneven book.
struct BlockIQ4XS {
  static constexpr int n_bytes = 136, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    const int upper = load<std::uint16_t>(block + 2);
    for (std::ptrdiff_t part = 0; part < 8; ++part) {
      const int low = block[4 + part / 2] >> (4 * (part % 2)) & 0x0f;
      const int own = (low | (upper >> (2 * part) & 3) << 4) - 32;
      put_entries(block + 8 + 16 * part, k_uneven_codes, scale * static_cast<float>(own),
                  numbers + 32 * part);
    }
  }
};

}  // namespace
}  // namespace baryscope
