#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/base/processor.h"
#include "core/model/weights/gguf_types.h"

namespace baryscope {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint16_t k_half = 0x3800, k_quarter = 0x3400, k_minus_two = 0xc000;

const GgufType& type_named(std::string_view name) {
  const auto& types = gguf_types();
  return *std::find_if(types.begin(), types.end(),
                       [&](const GgufType& type) { return type.name == name; });
}

/// The blocks' numbers at every level of this processor, all the same; blocks begin at an odd
/// place.
std::vector<float> decoded(std::string_view name, const std::string& blocks) {
  const GgufType& type = type_named(name);
  EXPECT_EQ(blocks.size() % type.block_bytes, 0U) << name;
  const std::uint64_t n_blocks = blocks.size() / type.block_bytes;
  const std::string odd = " " + blocks;
  std::vector<float> first;
  for (const char* level : {"portable", "auto"}) {
    const ProcessorScope scope(level);
    std::vector<float> numbers(n_blocks * type.block_size + 1, 77);
    type.decode(odd.data() + 1, n_blocks, numbers.data());
    EXPECT_EQ(numbers.back(), 77) << name << " writes too far at " << level;
    numbers.pop_back();
    if (!first.empty()) {
      EXPECT_EQ(numbers, first) << name << " at " << level;
    }
    first = numbers;
  }
  return first;
}

std::string half(std::uint16_t bits) {
  return {static_cast<char>(bits & 0xff), static_cast<char>(bits >> 8)};
}

/// Bytes by index.
std::string bytes(int n, const std::function<int(int)>& byte) {
  std::string all;
  for (int i = 0; i < n; ++i) {
    all.push_back(static_cast<char>(byte(i)));
  }
  return all;
}

std::vector<float> numbers(int n, const std::function<float(int)>& number) {
  std::vector<float> all;
  all.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    all.push_back(number(i));
  }
  return all;
}

/// Codes of 32 numbers as nibbles of 16 bytes.
std::string nibbles(const std::function<int(int)>& code) {
  return bytes(16, [&](int i) { return (code(i) & 15) | (code(16 + i) & 15) << 4; });
}

TEST(GgufBlocks, FloatsAreCopied) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_THAT(decoded("F32", bytes(8, [](int i) { return i == 2       ? 0x80
                                                         : i % 4 == 3 ? 0x7f
                                                                      : 0; })),
              ElementsAre(infinity, 1.7014118e38F));
}

TEST(GgufBlocks, HalvesAndBrains) {
  std::string halves, brains;
  for (int round = 0; round < 3; ++round) {  // more than a register
    for (const int bits : {0x3c00, 0xc000, 0x0001, 0x83ff, 0x0400, 0x7bff, 0xfc00, 0x8000}) {
      halves += half(static_cast<std::uint16_t>(bits));
      brains += half(static_cast<std::uint16_t>(bits));
    }
  }
  const std::vector<float> from_halves = decoded("F16", halves);
  ASSERT_EQ(from_halves.size(), 24U);
  for (std::size_t i = 0; i < 24; i += 8) {
    EXPECT_EQ(from_halves[i], 1);
    EXPECT_EQ(from_halves[i + 1], -2);
    EXPECT_EQ(from_halves[i + 2], std::ldexp(1.0F, -24));
    EXPECT_EQ(from_halves[i + 3], -std::ldexp(1023.0F, -24));
    EXPECT_EQ(from_halves[i + 4], std::ldexp(1.0F, -14));
    EXPECT_EQ(from_halves[i + 5], 65504);
    EXPECT_EQ(from_halves[i + 6], -std::numeric_limits<float>::infinity());
    EXPECT_TRUE(from_halves[i + 7] == 0 && std::signbit(from_halves[i + 7]));
  }
  const std::vector<float> from_brains = decoded("BF16", brains);
  ASSERT_EQ(from_brains.size(), 24U);
  EXPECT_EQ(from_brains[8], std::ldexp(1.0F, -7));
  EXPECT_EQ(from_brains[17], -2);
  float nothing = 0;
  type_named("F16").decode(half(0x7e01).data(), 1, &nothing);
  EXPECT_TRUE(std::isnan(nothing));
  EXPECT_EQ(decoded("F16", half(0x3555)).at(0), 0.333251953125F);
}

TEST(GgufBlocks, FourBitsWithScaleAndLeastNumber) {
  const std::string codes = nibbles([](int i) { return i < 16 ? i : 31 - i; });
  EXPECT_THAT(decoded("Q4_0", half(k_half) + codes), ElementsAreArray(numbers(32, [](int i) {
                return 0.5F * static_cast<float>((i < 16 ? i : 31 - i) - 8);
              })));
  EXPECT_THAT(decoded("Q4_1", half(k_quarter) + half(k_minus_two) + codes),
              ElementsAreArray(numbers(
                  32, [](int i) { return 0.25F * static_cast<float>(i < 16 ? i : 31 - i) - 2; })));
}

TEST(GgufBlocks, FiveBitsHaveTheirFifthApart) {
  const std::string fifths = bytes(4, [](int i) { return i < 2 ? 0 : 0xff; });
  const std::string codes = nibbles([](int i) { return i; });
  EXPECT_THAT(
      decoded("Q5_0", half(k_half) + fifths + codes),
      ElementsAreArray(numbers(32, [](int i) { return 0.5F * static_cast<float>(i - 16); })));
  EXPECT_THAT(
      decoded("Q5_1", half(k_half) + half(k_minus_two) + fifths + codes),
      ElementsAreArray(numbers(32, [](int i) { return 0.5F * static_cast<float>(i) - 2; })));
  const std::vector<float> single =
      decoded("Q5_0", half(k_half) + std::string("\x02\0\0\x40", 4) + std::string(16, '\0'));
  EXPECT_EQ(std::count(single.begin(), single.end(), 0), 2);
  EXPECT_EQ(single[1], 0);
  EXPECT_EQ(single[30], 0);
}

TEST(GgufBlocks, BytesWithASign) {
  EXPECT_THAT(
      decoded("Q8_0", half(k_minus_two) + bytes(32, [](int i) { return i * 8 - 128; })),
      ElementsAreArray(numbers(32, [](int i) { return -2 * static_cast<float>(i * 8 - 128); })));
}

TEST(GgufBlocks, CodesOfABook) {
  const std::string codes = nibbles([](int i) { return i; });
  const std::vector<float> uneven = {-127, -104, -83, -65, -49, -35, -22, -10,
                                     1,    13,   25,  38,  53,  69,  89,  113};
  const auto half_of = [&](int i) { return uneven[static_cast<std::size_t>(i % 16)] / 2; };
  EXPECT_THAT(decoded("IQ4_NL", half(k_half) + codes), ElementsAreArray(numbers(32, half_of)));
  const std::vector<float> small = {0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6};
  const auto power = [&](int exponent, float factor) {
    EXPECT_THAT(decoded("MXFP4", static_cast<char>(exponent) + codes),
                ElementsAreArray(numbers(
                    32, [&](int i) { return factor * small[static_cast<std::size_t>(i % 16)]; })))
        << exponent;
  };
  power(127, 1);
  power(130, 8);
  power(0, std::ldexp(1.0F, -127));
  power(1, std::ldexp(1.0F, -126));
}

/// Of 256 numbers, a code that differs from its neighbours in every bit group.
int code_of(int i, int n_bits) { return (i * 7 + i / 16) & ((1 << n_bits) - 1); }
int bit_of(int i, int bit) { return code_of(i, 6) >> bit & 1; }

TEST(GgufBlocks, TwoBits) {
  // A byte has the codes of four numbers that are 32 apart; a part's scale and minimum are nibbles.
  const std::string parts = bytes(16, [](int i) { return i | (15 - i) << 4; });
  const std::string codes = bytes(64, [](int i) {
    int byte = 0;
    for (int row = 0; row < 4; ++row) {
      byte |= code_of(i / 32 * 128 + 32 * row + i % 32, 2) << (2 * row);
    }
    return byte;
  });
  EXPECT_THAT(decoded("Q2_K", parts + codes + half(k_half) + half(k_quarter)),
              ElementsAreArray(numbers(256, [](int i) {
                const int part = i / 16;
                return 0.5F * static_cast<float>(part * code_of(i, 2)) -
                       0.25F * static_cast<float>(15 - part);
              })));
}

TEST(GgufBlocks, ThreeBits) {
  const auto scale = [](int part) { return part * 4 + part % 3; };  // of 63
  const std::string thirds = bytes(32, [](int i) {
    int byte = 0;
    for (int bit = 0; bit < 8; ++bit) {
      byte |= bit_of(32 * bit + i, 2) << bit;
    }
    return byte;
  });
  const std::string codes = bytes(64, [](int i) {
    int byte = 0;
    for (int row = 0; row < 4; ++row) {
      byte |= code_of(i / 32 * 128 + 32 * row + i % 32, 2) << (2 * row);
    }
    return byte;
  });
  const std::string scales = bytes(12, [&](int i) {
    if (i < 8) {
      return (scale(i) & 15) | (scale(8 + i) & 15) << 4;
    }
    int byte = 0;
    for (int pair = 0; pair < 4; ++pair) {
      byte |= scale(4 * pair + i - 8) >> 4 << (2 * pair);
    }
    return byte;
  });
  EXPECT_THAT(decoded("Q3_K", thirds + codes + scales + half(k_half)),
              ElementsAreArray(numbers(256, [&](int i) {
                return 0.5F * static_cast<float>((scale(i / 16) - 32) * (code_of(i, 3) - 4));
              })));
}

/// Twelve bytes of eight scales and eight minima of six bits.
std::string six_bit_parts(const std::function<int(int)>& scale,
                          const std::function<int(int)>& least) {
  return bytes(12, [&](int i) {
    return i < 4   ? scale(i) | scale(4 + i) >> 4 << 6
           : i < 8 ? least(i - 4) | least(i) >> 4 << 6
                   : (scale(i - 4) & 15) | (least(i - 4) & 15) << 4;
  });
}

TEST(GgufBlocks, FourAndFiveBitsInLargeBlocks) {
  const auto scale = [](int part) { return 63 - 7 * part; };
  const auto least = [](int part) { return 5 + 8 * part - part % 2; };
  const std::string start = half(k_half) + half(k_quarter) + six_bit_parts(scale, least);
  const std::string codes = bytes(128, [](int i) {
    const int first = i / 32 * 64 + i % 32;
    return code_of(first, 4) | code_of(first + 32, 4) << 4;
  });
  const auto number = [&](int n_bits) {
    return numbers(256, [&, n_bits](int i) {
      return 0.5F * static_cast<float>(scale(i / 32) * code_of(i, n_bits)) -
             0.25F * static_cast<float>(least(i / 32));
    });
  };
  EXPECT_THAT(decoded("Q4_K", start + codes), ElementsAreArray(number(4)));
  const std::string fifths = bytes(32, [](int i) {
    int byte = 0;
    for (int part = 0; part < 8; ++part) {
      byte |= bit_of(32 * part + i, 4) << part;
    }
    return byte;
  });
  EXPECT_THAT(decoded("Q5_K", start + fifths + codes), ElementsAreArray(number(5)));
}

TEST(GgufBlocks, SixBits) {
  const auto scale = [](int part) { return part * 17 - 128; };
  const std::string low = bytes(128, [](int i) {
    const int first = i / 64 * 128 + i % 64;
    return (code_of(first, 6) & 15) | (code_of(first + 64, 6) & 15) << 4;
  });
  const std::string high = bytes(64, [](int i) {
    int byte = 0;
    for (int row = 0; row < 4; ++row) {
      byte |= code_of(i / 32 * 128 + 32 * row + i % 32, 6) >> 4 << (2 * row);
    }
    return byte;
  });
  EXPECT_THAT(decoded("Q6_K", low + high + bytes(16, scale) + half(k_half)),
              ElementsAreArray(numbers(256, [&](int i) {
                return 0.5F * static_cast<float>(scale(i / 16) * (code_of(i, 6) - 32));
              })));
}

TEST(GgufBlocks, UnevenCodesInLargeBlocks) {
  const auto scale = [](int part) { return 9 * part; };  // of 63, 32 is zero
  int upper = 0;
  for (int part = 0; part < 8; ++part) {
    upper |= scale(part) >> 4 << (2 * part);
  }
  const std::string lower =
      bytes(4, [&](int i) { return (scale(2 * i) & 15) | (scale(2 * i + 1) & 15) << 4; });
  std::string codes;
  for (int part = 0; part < 8; ++part) {
    codes += nibbles([part](int i) { return i + part; });
  }
  const std::vector<float> uneven = {-127, -104, -83, -65, -49, -35, -22, -10,
                                     1,    13,   25,  38,  53,  69,  89,  113};
  EXPECT_THAT(
      decoded("IQ4_XS", half(k_half) + half(static_cast<std::uint16_t>(upper)) + lower + codes),
      ElementsAreArray(numbers(256, [&](int i) {
        return 0.5F * static_cast<float>(scale(i / 32) - 32) *
               uneven[static_cast<std::size_t>(i % 32 + i / 32) % 16];
      })));
}

TEST(GgufBlocks, DigitsToBaseThree) {
  // A byte has five digits, the first the highest, as a fraction of 256 rounded up.
  const auto digit = [](int i) { return (i / 3 + i) % 3; };
  const auto byte_of = [&](int first, int step, int n_digits) {
    int value = 0;
    for (int i = 0; i < 5; ++i) {
      value = value * 3 + (i < n_digits ? digit(first + i * step) : 0);
    }
    return (value * 256 + 242) / 243;
  };
  const std::string digits = bytes(52, [&](int i) {
    return i < 32   ? byte_of(i, 32, 5)
           : i < 48 ? byte_of(160 + i - 32, 16, 5)
                    : byte_of(240 + i - 48, 4, 4);
  });
  const auto expected =
      numbers(256, [&](int i) { return 0.5F * static_cast<float>(digit(i) - 1); });
  EXPECT_THAT(decoded("TQ1_0", digits + half(k_half)), ElementsAreArray(expected));
  const std::string pairs = bytes(64, [&](int i) {
    int byte = 0;
    for (int row = 0; row < 4; ++row) {
      byte |= digit(i / 32 * 128 + 32 * row + i % 32) << (2 * row);
    }
    return byte;
  });
  EXPECT_THAT(decoded("TQ2_0", pairs + half(k_half)), ElementsAreArray(expected));
}

TEST(GgufBlocks, SmallFloatsWithSmallScales) {
  // 1, 448 without a sign, 2⁻⁹ (denormal), and the code that is zero.
  const std::string block = std::string("\x38\x7e\x01\x7f") + bytes(32, [](int) { return 0xf2; });
  const std::vector<float> scales = {1, 448, 1.0F / 512, 0};
  EXPECT_THAT(decoded("NVFP4", block), ElementsAreArray(numbers(64, [&](int i) {
                return scales[static_cast<std::size_t>(i / 16)] * (i % 16 < 8 ? 1.0F : -6.0F);
              })));
}

TEST(GgufBlocks, PointsOfGrids) {
  // The first two points of every grid, of eights or fours: all least numbers, then 2 in place of 0
  // (IQ3_S: 1). What is set: the second code, a sign of its first number (and of its eighth where
  // signs are even), the greatest scale of the first part.
  const auto first_eight = [](std::string_view name, const std::string& block, std::size_t from) {
    const std::vector<float> all = decoded(name, block);
    return std::vector<float>(all.begin() + static_cast<std::ptrdiff_t>(from),
                              all.begin() + static_cast<std::ptrdiff_t>(from) + 8);
  };
  const auto zeros = [](int n) { return std::string(static_cast<std::size_t>(n), '\0'); };
  const float quarter = 0.5F * 15.5F * 0.25F, least = 0.5F * 0.5F * 0.25F;
  const std::string even = std::string("\x80\0\0\xf0", 4);  // the second seven signs, scale 15
  const std::string xxs = half(k_half) + std::string("\0\x01\0\0", 4) + even + zeros(56);
  EXPECT_THAT(first_eight("IQ2_XXS", xxs, 8),
              ElementsAre(-43 * quarter, 8 * quarter, 8 * quarter, 8 * quarter, 8 * quarter,
                          8 * quarter, 8 * quarter, -8 * quarter));
  EXPECT_THAT(first_eight("IQ2_XXS", xxs, 0), Each(8 * quarter));
  EXPECT_THAT(first_eight("IQ2_XXS", xxs, 40), Each(8 * least));
  const std::string xs =
      half(k_half) + std::string("\0\0\x01\x02", 4) + zeros(60) + "\x0f" + zeros(7);
  EXPECT_THAT(first_eight("IQ2_XS", xs, 8),
              ElementsAre(-43 * quarter, 8 * quarter, 8 * quarter, 8 * quarter, 8 * quarter,
                          8 * quarter, 8 * quarter, -8 * quarter));
  EXPECT_THAT(first_eight("IQ2_XS", xs, 16), Each(8 * least));
  const std::string s = half(k_half) + std::string("\0\x01", 2) + zeros(30) +
                        std::string("\0\x01", 2) + zeros(30) + zeros(8) + "\x0f" + zeros(7);
  EXPECT_THAT(first_eight("IQ2_S", s, 8),
              ElementsAre(-43 * quarter, 8 * quarter, 8 * quarter, 8 * quarter, 8 * quarter,
                          8 * quarter, 8 * quarter, 8 * quarter));
  const std::string three =
      half(k_half) + std::string("\0\0\x01\0", 4) + zeros(60) + even + zeros(28);
  const float whole = 0.5F * 15.5F * 0.5F;
  EXPECT_THAT(first_eight("IQ3_XXS", three, 8),
              ElementsAre(-20 * whole, 4 * whole, 4 * whole, 4 * whole, 4 * whole, 4 * whole,
                          4 * whole, -4 * whole));
  const std::string three_s = half(k_half) + std::string("\0\0\x01\0", 4) + zeros(60) + zeros(8) +
                              std::string("\0\x01", 2) + zeros(30) + "\x0f" + zeros(3);
  EXPECT_THAT(first_eight("IQ3_S", three_s, 8),
              ElementsAre(-3 * 15.5F, 15.5F, 15.5F, 15.5F, 15.5F, 15.5F, 15.5F, 15.5F));
  const std::string one =
      half(k_half) + std::string("\0\x01", 2) + zeros(30) + std::string("\0\xf0", 2) + zeros(14);
  EXPECT_THAT(first_eight("IQ1_S", one, 8), ElementsAre(7.5F * 0.875F, -8.4375F, -8.4375F, -8.4375F,
                                                        -8.4375F, -8.4375F, -8.4375F, -8.4375F));
  const std::string one_m = std::string("\0\x01", 2) + zeros(30) + "\x80" + zeros(15) +
                            std::string("\x07\0\0\0\0\x80\0\x30", 8);
  EXPECT_THAT(first_eight("IQ1_M", one_m, 8), first_eight("IQ1_S", one, 8));
  EXPECT_THAT(first_eight("IQ1_M", one_m, 0), Each(-7.5F * 0.875F));
}

TEST(GgufBlocks, ZeroKeepsTheSignOfItsScale) {
  const std::vector<float> zeros = decoded("Q8_0", half(0x8000) + std::string(32, '\x05'));
  EXPECT_THAT(zeros, Each(testing::Truly([](float x) { return x == 0 && std::signbit(x); })));
}

TEST(GgufBlocks, NoneAndManyOfEveryType) {
  for (const GgufType& type : gguf_types()) {
    if (type.decode == nullptr) {
      continue;
    }
    EXPECT_THAT(decoded(type.name, ""), IsEmpty());
    type.decode(nullptr, 0, nullptr);
    const std::string block =
        bytes(static_cast<int>(type.block_bytes), [](int i) { return i * 3; });
    const std::vector<float> one = decoded(type.name, block);
    ASSERT_EQ(one.size(), type.block_size);
    std::string many;
    constexpr std::size_t n_blocks = 37;
    for (std::size_t i = 0; i < n_blocks; ++i) {
      many += block;
    }
    const std::vector<float> all = decoded(type.name, many);
    ASSERT_EQ(all.size(), n_blocks * type.block_size);
    for (std::size_t i = 0; i < all.size(); ++i) {
      ASSERT_EQ(all[i], one[i % one.size()]) << type.name << " " << i;
    }
  }
}

TEST(GgufTypes, EveryNumberHasItsNameAndSizes) {
  std::uint32_t number = 0;
  for (const GgufType& type : gguf_types()) {
    EXPECT_EQ(type.number, number++) << type.name;
    EXPECT_EQ(find_gguf_type(type.number), &type);
    EXPECT_TRUE(type.decode == nullptr || type.block_bytes > 0) << type.name;
  }
  EXPECT_EQ(find_gguf_type(12)->name, "Q4_K");
  EXPECT_EQ(find_gguf_type(12)->block_bytes, 144U);
  EXPECT_EQ(find_gguf_type(9)->decode, nullptr);
  EXPECT_EQ(find_gguf_type(4)->block_bytes, 0U);
  EXPECT_EQ(find_gguf_type(number), nullptr);
  EXPECT_EQ(find_gguf_type(0xffffffffU), nullptr);
  EXPECT_THAT(readable_gguf_types(),
              AllOf(HasSubstr("F32, F16, Q4_0, "), HasSubstr("MXFP4"), Not(HasSubstr("Q8_1"))));
}

}  // namespace
}  // namespace baryscope
