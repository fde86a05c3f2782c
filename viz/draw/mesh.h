/// Vertices for the shaders: plain numbers, no GL.
#pragma once

#include <cstdint>
#include <vector>

namespace baryscope {

/// Interleaved vertex attributes and the triangles between them.
struct Mesh {
  std::vector<float> vertices;
  std::vector<std::uint32_t> indices;

  friend bool operator==(const Mesh&, const Mesh&) = default;
};

}  // namespace baryscope
