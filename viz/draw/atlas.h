/// Many small pictures in one texture.
#pragma once

#include <cstdint>
#include <vector>

#include "viz/draw/image.h"

namespace baryscope {

/// Pictures in shelves, left to right, top to bottom.
class Atlas {
 public:
  /// Where a picture lies, in pixels.
  struct Place {
    int x = 0, y = 0, width = 0, height = 0;
  };

  /// Copies straight RGBA, rows top-down.
  Place add(int width, int height, const std::vector<std::uint8_t>& rgba);
  [[nodiscard]] int height() const { return m_y + m_shelf_height; }
  /// All pictures so far; rows top-down. Never empty.
  [[nodiscard]] Image image() const;

 private:
  int m_width = 2048;
  int m_x = 0, m_y = 0, m_shelf_height = 0;
  struct Entry {
    Place place;
    std::vector<std::uint8_t> rgba;
  };
  std::vector<Entry> m_entries;
};

}  // namespace baryscope
