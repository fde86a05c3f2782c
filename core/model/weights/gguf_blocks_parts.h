/// What blocks are made of: half-precision scales, codes of a few bits, a scale times sixteen
/// codes. Included by each build of the decoders, hence without external linkage, and without
/// functions of the standard library that a build might leave in the program for all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace baryscope {
namespace {

using Byte = unsigned char;

/// As many numbers as a register of the processor that this is built for holds.
#ifdef __AVX2__
constexpr int k_lanes = 8;
#else
constexpr int k_lanes = 4;
#endif
using Floats = float __attribute__((vector_size(4 * k_lanes)));
using Words = std::uint32_t __attribute__((vector_size(4 * k_lanes)));
/// Codes of sixteen numbers, with sign and without; one turns into the other bit for bit.
using Codes = std::int8_t __attribute__((vector_size(16)));
using Bytes = Byte __attribute__((vector_size(16)));
using Shorts = std::uint16_t __attribute__((vector_size(16)));
using Words4 = std::uint32_t __attribute__((vector_size(16)));
using Longs = std::uint64_t __attribute__((vector_size(16)));

/// A value of any kind from anywhere in memory.
template <typename Value>
Value load(const void* place) {
  Value value;
  std::memcpy(&value, place, sizeof value);
  return value;
}

template <typename To, typename From>
To same_bits(const From& value) {
  static_assert(sizeof(To) == sizeof(From));
  return load<To>(&value);
}

/// Eight bytes or four pairs of them, each behind as many zeros: the lower or the upper half.
inline Shorts zero_and_low(Bytes a) {
  return same_bits<Shorts>(
      __builtin_shufflevector(Bytes{}, a, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
}
inline Shorts zero_and_high(Bytes a) {
  return same_bits<Shorts>(__builtin_shufflevector(Bytes{}, a, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                                   13, 29, 14, 30, 15, 31));
}

/// Sixteen codes as floats, in registers.
struct CodeNumbers {
  Floats parts[16 / k_lanes];

  explicit CodeNumbers(Codes codes) {
#ifdef __AVX2__
    const auto all = same_bits<__m128i>(codes);
    parts[0] = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(all));
    parts[1] = _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_unpackhi_epi64(all, all)));
#else
    using Integers = std::int32_t __attribute__((vector_size(16)));
    const Shorts halves[2] = {zero_and_low(Bytes(codes)), zero_and_high(Bytes(codes))};
    for (std::ptrdiff_t half = 0; half < 2;
         ++half) {  // each code goes to the top of a word, and down again
      const auto low = same_bits<Integers>(
          __builtin_shufflevector(Shorts{}, halves[half], 0, 8, 1, 9, 2, 10, 3, 11));
      const auto high = same_bits<Integers>(
          __builtin_shufflevector(Shorts{}, halves[half], 4, 12, 5, 13, 6, 14, 7, 15));
      parts[2 * half] = __builtin_convertvector(low >> 24, Floats);
      parts[2 * half + 1] = __builtin_convertvector(high >> 24, Floats);
    }
#endif
  }
};

/// numbers[i] = scale · codes[i], for i < 16.
inline void put_scaled(Codes codes, float scale, float* numbers) {
  const CodeNumbers all(codes);
  for (std::ptrdiff_t i = 0; i < 16 / k_lanes; ++i) {
    const Floats part = scale * all.parts[i];
    std::memcpy(numbers + k_lanes * i, &part, sizeof part);
  }
}

/// numbers[i] = scale · codes[i] + shift
inline void put_scaled(Codes codes, float scale, float shift, float* numbers) {
  const CodeNumbers all(codes);
  for (std::ptrdiff_t i = 0; i < 16 / k_lanes; ++i) {
    const Floats part = scale * all.parts[i] + shift;
    std::memcpy(numbers + k_lanes * i, &part, sizeof part);
  }
}

inline Codes low_nibbles(Bytes packed) { return Codes(packed & 0x0f); }
inline Codes high_nibbles(Bytes packed) { return Codes(packed >> 4); }

/// `value` where a bit of the mask is set, else 0.
inline Codes where_set(Bytes bits, Byte mask, std::int8_t value) {
  return Codes((bits & mask) != 0) & value;
}

/// Sixteen bits, the lowest first, each a byte that is 0 or not.
inline Bytes spread_bits(const Byte* bits) {
  constexpr std::uint64_t copies = 0x0101010101010101U, own_bits = 0x8040201008040201U;
  return same_bits<Bytes>(Longs{bits[0] * copies & own_bits, bits[1] * copies & own_bits});
}

/// Sixteen numbers that codes of four bits stand for.
using CodeBook = std::int8_t[16];

#ifdef __AVX2__
inline Codes entries_of(const CodeBook& book, Codes codes) {
  return same_bits<Codes>(_mm_shuffle_epi8(load<__m128i>(book), same_bits<__m128i>(codes)));
}
#endif

/// numbers[i] = scale · book[codes[i]], for i < 16.
inline void put_entries(Codes codes, const CodeBook& book, float scale, float* numbers) {
#ifdef __AVX2__
  put_scaled(entries_of(book, codes), scale, numbers);
#else
  float products[16];
  Byte places[16];
  put_scaled(load<Codes>(book), scale, products);
  std::memcpy(places, &codes, sizeof places);
  for (std::ptrdiff_t i = 0; i < 16; ++i) {
    numbers[i] = products[places[i]];
  }
#endif
}

/// The same of thirty-two codes, the low nibbles of all sixteen bytes first.
inline void put_entries(const Byte* packed, const CodeBook& book, float scale, float* numbers) {
#ifdef __AVX2__
  const auto codes = load<Bytes>(packed);
  put_scaled(entries_of(book, low_nibbles(codes)), scale, numbers);
  put_scaled(entries_of(book, high_nibbles(codes)), scale, numbers + 16);
#else
  float products[16];
  put_scaled(load<Codes>(book), scale, products);
  for (std::ptrdiff_t i = 0; i < 16; ++i) {
    numbers[i] = products[packed[i] & 0x0f];
    numbers[16 + i] = products[packed[i] >> 4];
  }
#endif
}

}  // namespace
}  // namespace baryscope
