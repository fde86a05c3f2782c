/// Many simplices in compressed rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace baryscope {

/// Simplex s has the vertices [offsets[s], offsets[s + 1]), ascending.
struct SimplexList {
  std::vector<std::size_t> offsets{0};
  std::vector<std::int32_t> vertices;

  [[nodiscard]] std::size_t size() const { return offsets.size() - 1; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::span<const std::int32_t> operator[](std::size_t s) const {
    return {vertices.data() + offsets[s], offsets[s + 1] - offsets[s]};
  }
  void push_back(std::span<const std::int32_t> simplex) {
    vertices.insert(vertices.end(), simplex.begin(), simplex.end());
    offsets.push_back(vertices.size());
  }
  friend bool operator==(const SimplexList&, const SimplexList&) = default;
};

}  // namespace baryscope
