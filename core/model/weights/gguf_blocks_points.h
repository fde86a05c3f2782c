/// Blocks of 256 numbers, four or eight of which share a code for a point of a grid (IQ1, IQ2,
/// IQ3).
#pragma once

#include "core/model/weights/gguf_blocks_grids.h"
#include "core/model/weights/gguf_blocks_small.h"

namespace baryscope {
namespace {

/// Numbers with their signs: turned where a mask is 0xff.
inline Codes with_signs(Longs points, Longs masks) {
  const auto turned = same_bits<Codes>(masks);
  return (same_bits<Codes>(points) ^ turned) - turned;
}

/// The masks of two bytes of signs, the lowest bit the first number's.
inline Longs sign_masks(const Byte* signs) {
  return same_bits<Longs>(Bytes(spread_bits(signs) != 0));
}

/// Scale; a part of 32: four points, then four times seven signs and on top four bits to scale it.
struct BlockIQ2XXS {
  static constexpr int n_bytes = 66, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    for (std::ptrdiff_t part = 0; part < 8; ++part) {
      const Byte* const codes = block + 2 + 8 * part;
      const auto signs = load<std::uint32_t>(codes + 4);
      const float own = scale * (0.5F + static_cast<float>(signs >> 28)) * 0.25F;
      for (std::ptrdiff_t pair = 0; pair < 2; ++pair) {
        const Byte* const two = codes + 2 * pair;
        const std::uint32_t first = signs >> (14 * pair) & 0x7f;
        const std::uint32_t second = signs >> (14 * pair + 7) & 0x7f;
        put_scaled(with_signs(Longs{iq2_xxs_grid.points[two[0]], iq2_xxs_grid.points[two[1]]},
                              Longs{even_signs.points[first], even_signs.points[second]}),
                   own, numbers + 32 * part + 16 * pair);
      }
    }
  }
};

/// The scale of a part of 16, four bits a part.
inline float quarter_scale(const Byte* scales, std::ptrdiff_t part, float scale) {
  const int own = scales[part / 2] >> (4 * (part % 2)) & 0x0f;
  return scale * (0.5F + static_cast<float>(own)) * 0.25F;
}

/// Scale; 32 codes of 9 bits for a point and 7 for signs; scales of parts.
struct BlockIQ2XS {
  static constexpr int n_bytes = 74, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    for (std::ptrdiff_t part = 0; part < 16; ++part) {
      const unsigned first = load<std::uint16_t>(block + 2 + 4 * part);
      const unsigned second = load<std::uint16_t>(block + 4 + 4 * part);
      put_scaled(
          with_signs(Longs{iq2_xs_grid.points[first & 511], iq2_xs_grid.points[second & 511]},
                     Longs{even_signs.points[first >> 9], even_signs.points[second >> 9]}),
          quarter_scale(block + 66, part, scale), numbers + 16 * part);
    }
  }
};

/// Scale; 32 points' lower 8 bits, 256 signs, the points' upper 2 bits, scales of parts.
struct BlockIQ2S {
  static constexpr int n_bytes = 82, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    for (std::ptrdiff_t part = 0; part < 16; ++part) {
      const Byte* const low = block + 2 + 2 * part;
      const unsigned high = static_cast<unsigned>(block[66 + part / 2]) >> (4 * (part % 2));
      const unsigned first = low[0] | (high & 3) << 8, second = low[1] | (high & 12) << 6;
      put_scaled(with_signs(Longs{iq2_s_grid.points[first], iq2_s_grid.points[second]},
                            sign_masks(block + 34 + 2 * part)),
                 quarter_scale(block + 74, part, scale), numbers + 16 * part);
    }
  }
};

/// Two points of four numbers.
inline std::uint64_t two_points(std::uint64_t first, std::uint64_t second) {
  return first | second << 32;
}

/// Scale; 64 points; a part of 32: four times seven signs and on top four bits to scale it.
struct BlockIQ3XXS {
  static constexpr int n_bytes = 98, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    const auto& points = iq3_xxs_grid.points;
    for (std::ptrdiff_t part = 0; part < 8; ++part) {
      const auto signs = load<std::uint32_t>(block + 66 + 4 * part);
      const float own = scale * (0.5F + static_cast<float>(signs >> 28)) * 0.5F;
      for (std::ptrdiff_t pair = 0; pair < 2; ++pair) {
        const Byte* const four = block + 2 + 8 * part + 4 * pair;
        const std::uint32_t first = signs >> (14 * pair) & 0x7f;
        const std::uint32_t second = signs >> (14 * pair + 7) & 0x7f;
        put_scaled(with_signs(Longs{two_points(points[four[0]], points[four[1]]),
                                    two_points(points[four[2]], points[four[3]])},
                              Longs{even_signs.points[first], even_signs.points[second]}),
                   own, numbers + 32 * part + 16 * pair);
      }
    }
  }
};

/// Scale; 64 points' lower 8 bits, their ninth ones, 256 signs, scales of parts of 32.
struct BlockIQ3S {
  static constexpr int n_bytes = 110, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    const auto& points = iq3_s_grid.points;
    for (std::ptrdiff_t part = 0; part < 16; ++part) {
      const int own = block[106 + part / 4] >> (4 * (part / 2 % 2)) & 0x0f;
      const Byte* const four = block + 2 + 4 * part;
      const unsigned ninths = static_cast<unsigned>(block[66 + part / 2]) >> (4 * (part % 2));
      put_scaled(with_signs(Longs{two_points(points[four[0] | (ninths << 8 & 256)],
                                             points[four[1] | (ninths << 7 & 256)]),
                                  two_points(points[four[2] | (ninths << 6 & 256)],
                                             points[four[3] | (ninths << 5 & 256)])},
                            sign_masks(block + 74 + 2 * part)),
                 scale * static_cast<float>(1 + 2 * own), numbers + 16 * part);
    }
  }
};

/// Eight times (a number of −1, 0, 1, and an eighth more or less), for two points.
inline Codes shifted_signs(std::uint64_t first, std::uint64_t second, bool first_less,
                           bool second_less) {
  constexpr std::uint64_t more = 0x0101010101010101U, less = ~std::uint64_t{0};
  return same_bits<Codes>(Longs{first, second}) +
         same_bits<Codes>(Longs{first_less ? less : more, second_less ? less : more});
}

/// Scale; 32 points' lower 8 bits; a part of 32: their upper 3 bits, three to scale it, one for the
/// eighth.
struct BlockIQ1S {
  static constexpr int n_bytes = 50, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    const float scale = half_at(block);
    for (std::ptrdiff_t part = 0; part < 8; ++part) {
      const unsigned high = load<std::uint16_t>(block + 34 + 2 * part);
      const Byte* const low = block + 2 + 4 * part;
      const float own = scale * static_cast<float>(2 * (high >> 12 & 7) + 1) * 0.125F;
      const bool less = (high & 0x8000) != 0;
      for (std::ptrdiff_t pair = 0; pair < 2; ++pair) {
        const unsigned first = low[2 * pair] | (high >> (6 * pair) & 7) << 8;
        const unsigned second = low[2 * pair + 1] | (high >> (6 * pair + 3) & 7) << 8;
        put_scaled(shifted_signs(iq1_grid.points[first], iq1_grid.points[second], less, less), own,
                   numbers + 32 * part + 16 * pair);
      }
    }
  }
};

/// 32 points' lower 8 bits, nibbles with their upper 3 and the eighth, four words of which each has
/// the scales of four parts of 16, three bits a part, and on top four bits of the scale of all.
struct BlockIQ1M {
  static constexpr int n_bytes = 56, n_numbers = 256;
  static void decode(const Byte* block, float* numbers) {
    unsigned words[4];
    for (std::ptrdiff_t i = 0; i < 4; ++i) {
      words[i] = load<std::uint16_t>(block + 48 + 2 * i);
    }
    const auto half = static_cast<std::uint16_t>(words[0] >> 12 | (words[1] >> 8 & 0xf0) |
                                                 (words[2] >> 4 & 0xf00) | (words[3] & 0xf000));
    const float scale = half_at(reinterpret_cast<const Byte*>(&half));
    for (std::ptrdiff_t part = 0; part < 16; ++part) {
      const unsigned own = words[part / 4] >> (3 * (part % 4)) & 7;
      const Byte* const low = block + 2 * part;
      const unsigned high = block[32 + part];
      put_scaled(shifted_signs(iq1_grid.points[low[0] | (high & 0x07) << 8],
                               iq1_grid.points[low[1] | (high & 0x70) << 4], (high & 0x08) != 0,
                               (high & 0x80) != 0),
                 scale * static_cast<float>(2 * own + 1) * 0.125F, numbers + 16 * part);
    }
  }
};

}  // namespace
}  // namespace baryscope
