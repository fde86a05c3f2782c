/// The points of GGUF's IQ1, IQ2 and IQ3 types: four or eight small numbers that one code stands
/// for. Which points there are belongs to the format.
#pragma once

#include <cstdint>

namespace baryscope {

/// A byte a number, the first one's lowest.
template <typename Point, std::uint64_t n_points>
struct GgufGrid {
  Point points[n_points];
};

/// Of 8, 25, 43; signs apart.
extern const GgufGrid<std::uint64_t, 256> iq2_xxs_grid;
extern const GgufGrid<std::uint64_t, 512> iq2_xs_grid;
extern const GgufGrid<std::uint64_t, 1024> iq2_s_grid;
/// Eight times −1, 0, 1.
extern const GgufGrid<std::uint64_t, 2048> iq1_grid;
/// Of 4, 12, …, 52, 62 and of 1, 3, …, 15; signs apart.
extern const GgufGrid<std::uint32_t, 256> iq3_xxs_grid;
extern const GgufGrid<std::uint32_t, 512> iq3_s_grid;
/// Eight signs of which an even number are set, by the first seven: 0xff where set.
extern const GgufGrid<std::uint64_t, 128> even_signs;

}  // namespace baryscope
