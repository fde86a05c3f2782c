#include "core/base/random.h"

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

}  // namespace baryscope
