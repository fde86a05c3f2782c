#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "viz/views/samples/contour_lines.h"

namespace baryscope {
namespace {

/// Node offsets of the six tetrahedra that share a cell's diagonal: bit 0 along x, 1 y, 2 z.
constexpr std::array<std::array<int, 4>, 6> k_tetrahedra = {
    {{0, 1, 3, 7}, {0, 1, 5, 7}, {0, 2, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7}, {0, 4, 6, 7}}};

class Marcher {
 public:
  Marcher(const DecisionField& field, int label) : m_field(field) {
    const auto n_classes = static_cast<std::size_t>(field.n_classes);
    const auto own = static_cast<std::size_t>(label);
    m_lead.reserve(field.probabilities.size() / n_classes);
    for (std::size_t at = 0; at + n_classes <= field.probabilities.size(); at += n_classes) {
      double largest = -1;
      for (std::size_t c = 0; c < n_classes; ++c) {
        // Ties go to the lower class, as in a prediction.
        if (c != own) {
          largest = std::max(largest, static_cast<double>(field.probabilities[at + c]));
        }
      }
      m_lead.push_back(static_cast<double>(field.probabilities[at + own]) - largest);
    }
  }

  BoundarySurface surface() {
    const auto [nx, ny, nz] = m_field.n_nodes;
    for (int z = 0; z + 1 < nz; ++z) {
      for (int y = 0; y + 1 < ny; ++y) {
        for (int x = 0; x + 1 < nx; ++x) {
          add_cell(x, y, z);
        }
      }
    }
    return std::move(m_surface);
  }

 private:
  [[nodiscard]] int node(int x, int y, int z) const {
    return (z * m_field.n_nodes[1] + y) * m_field.n_nodes[0] + x;
  }
  [[nodiscard]] bool is_inside(int at) const { return m_lead[static_cast<std::size_t>(at)] > 0; }
  [[nodiscard]] Vec3 place(int at) const {
    const auto [nx, ny, nz] = m_field.n_nodes;
    const std::array<int, 3> index = {at % nx, at / nx % ny, at / (nx * ny)};
    std::array<double, 3> p{};
    for (std::size_t i = 0; i < 3; ++i) {
      p[i] = m_field.minimum[i] +
             (m_field.maximum[i] - m_field.minimum[i]) * index[i] / (m_field.n_nodes[i] - 1);
    }
    return {p[0], p[1], p[2]};
  }

  void add_cell(int x, int y, int z) {
    std::array<int, 8> nodes{};
    int n_inside = 0;
    for (int i = 0; i < 8; ++i) {
      nodes[static_cast<std::size_t>(i)] = node(x + (i & 1), y + (i >> 1 & 1), z + (i >> 2));
      n_inside += is_inside(nodes[static_cast<std::size_t>(i)]) ? 1 : 0;
    }
    if (n_inside == 0 || n_inside == 8) {
      return;
    }
    for (const auto& corners : k_tetrahedra) {
      std::vector<int> inside, outside;
      for (const int corner : corners) {
        const int at = nodes[static_cast<std::size_t>(corner)];
        (is_inside(at) ? inside : outside).push_back(at);
      }
      add_tetrahedron(inside, outside);
    }
  }

  void add_tetrahedron(const std::vector<int>& inside, const std::vector<int>& outside) {
    if (inside.empty() || outside.empty()) {
      return;
    }
    const Vec3 outwards = place(outside[0]) - place(inside[0]);
    if (inside.size() == 2) {
      const int a = cut(inside[0], outside[0]), b = cut(inside[0], outside[1]);
      const int c = cut(inside[1], outside[1]), d = cut(inside[1], outside[0]);
      add_face(a, b, c, outwards);
      add_face(a, c, d, outwards);
    } else if (inside.size() == 1) {
      add_face(cut(inside[0], outside[0]), cut(inside[0], outside[1]), cut(inside[0], outside[2]),
               outwards);
    } else {
      add_face(cut(inside[0], outside[0]), cut(inside[1], outside[0]), cut(inside[2], outside[0]),
               outwards);
    }
  }

  void add_face(int a, int b, int c, Vec3 outwards) {
    const auto at = [&](int i) { return m_surface.points[static_cast<std::size_t>(i)]; };
    const Vec3 normal = cross(at(b) - at(a), at(c) - at(a));
    m_surface.triangles.push_back(dot(normal, outwards) < 0 ? std::array{a, c, b}
                                                            : std::array{a, b, c});
  }

  /// The surface's point between two nodes, once.
  int cut(int inside, int outside) {
    const auto key = static_cast<std::uint64_t>(inside) << 32 | static_cast<std::uint32_t>(outside);
    const auto [found, is_new] = m_cuts.try_emplace(key, static_cast<int>(m_surface.points.size()));
    if (is_new) {
      const double a = m_lead[static_cast<std::size_t>(inside)];
      const double b = m_lead[static_cast<std::size_t>(outside)];
      const Vec3 from = place(inside);
      m_surface.points.push_back(from + (a / (a - b)) * (place(outside) - from));
    }
    return found->second;
  }

  const DecisionField& m_field;
  std::vector<double> m_lead;  // of the class over the best other
  BoundarySurface m_surface;
  std::unordered_map<std::uint64_t, int> m_cuts;
};

}  // namespace

BoundarySurface boundary_surface(const DecisionField& field, int label) {
  const auto [nx, ny, nz] = field.n_nodes;
  if (nx < 2 || ny < 2 || nz < 2 || field.n_classes < 2 || label < 0 || label >= field.n_classes) {
    return {};
  }
  return Marcher(field, label).surface();
}

}  // namespace baryscope
