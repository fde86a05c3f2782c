/// Pixels.
#pragma once

#include <cstdint>
#include <vector>

namespace baryscope {

/// Straight RGBA, rows top-down.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;
};

}  // namespace baryscope
