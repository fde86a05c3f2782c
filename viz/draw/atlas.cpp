#include "viz/draw/atlas.h"

#include <algorithm>

#include "core/base/error.h"

namespace baryscope {

Atlas::Place Atlas::add(int width, int height, const std::vector<std::uint8_t>& rgba) {
  BARYSCOPE_CHECK(rgba.size() == 4 * static_cast<std::size_t>(width) * height);
  if (m_x > 0 && m_x + width > m_width) {
    m_x = 0;
    m_y += m_shelf_height + 1;
    m_shelf_height = 0;
  }
  const Place place{m_x, m_y, width, height};
  m_entries.push_back({place, rgba});
  m_width = std::max(m_width, width);
  m_x += width + 1;
  m_shelf_height = std::max(m_shelf_height, height);
  return place;
}

Image Atlas::image() const {
  Image whole{m_width, std::max(1, m_y + m_shelf_height), {}};
  whole.rgba.resize(4 * static_cast<std::size_t>(whole.width) * whole.height);
  for (const auto& [place, rgba] : m_entries) {
    for (int row = 0; row < place.height; ++row) {
      std::copy_n(
          rgba.begin() + 4L * row * place.width, 4L * place.width,
          whole.rgba.begin() + 4L * ((static_cast<long>(place.y) + row) * whole.width + place.x));
    }
  }
  return whole;
}

}  // namespace baryscope
