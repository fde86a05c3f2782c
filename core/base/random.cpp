#include "core/base/random.h"

#include <bit>

#include "core/base/error.h"

namespace baryscope {

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : m_state) {
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    word = mixed ^ (mixed >> 31);
  }
}

Random::Random(const State& state) : m_state(state) { BARYSCOPE_CHECK(state != State{}); }

Random::result_type Random::operator()() {
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

double Random::uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
  BARYSCOPE_CHECK(bound > 0);
  // Values under 2^64 mod bound would make the low residues likelier: reject them. That remainder,
  // a division, is asked for only where the value could be under it.
  while (true) {
    const std::uint64_t draw = (*this)();
    if (draw >= bound || draw >= (0 - bound) % bound) {
      return draw % bound;
    }
  }
}

}  // namespace baryscope
