/// The seeded generator behind everything random: the same bytes on every platform.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

#include "core/base/error.h"

namespace baryscope {

/// xoshiro256** (Blackman & Vigna 2018), seeded through SplitMix64. Satisfies
/// UniformRandomBitGenerator, but the standard distributions differ between libraries: use the
/// members below instead.
class Random {
 public:
  using result_type = std::uint64_t;
  using State = std::array<std::uint64_t, 4>;

  explicit Random(std::uint64_t seed);
  /// Goes on where another generator had this state(); not all words are zero.
  explicit Random(const State& state);
  [[nodiscard]] const State& state() const { return m_state; }

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()() {
    const std::uint64_t result = std::rotl(m_state[1] * 5, 7) * 9;
    const std::uint64_t shifted = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= shifted;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
  }

  /// Uniform in [0, 1) with 53 random bits.
  double uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }
  /// Uniform in {0, …, bound − 1} without bias; bound ≥ 1.
  std::uint64_t below(std::uint64_t bound) {
    BARYSCOPE_CHECK(bound > 0);
    // Values under 2^64 mod bound would make the low residues likelier: reject them. That
    // remainder, a division, is asked for only where the value could be under it.
    while (true) {
      const std::uint64_t draw = (*this)();
      if (draw >= bound || draw >= (0 - bound) % bound) {
        return draw % bound;
      }
    }
  }

 private:
  State m_state;
};

}  // namespace baryscope
