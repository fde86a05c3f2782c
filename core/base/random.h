/// The seeded generator behind everything random: the same bytes on every platform.
#pragma once

#include <array>
#include <cstdint>

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
  result_type operator()();

  /// Uniform in [0, 1) with 53 random bits.
  double uniform();
  /// Uniform in {0, …, bound − 1} without bias; bound ≥ 1.
  std::uint64_t below(std::uint64_t bound);

 private:
  State m_state;
};

}  // namespace baryscope
