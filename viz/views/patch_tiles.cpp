#include "viz/views/patch_tiles.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace baryscope {
namespace {

constexpr double k_of_ring = 0.68;  // half a tile's side: its corners touch the ring
constexpr int k_few_patches = 64, k_many_patches = 400;
constexpr int k_fine = 8, k_middling = 4, k_coarse = 2;  // pixels across a tile

/// The mean colour of a part of the image: rows [top, bottom) and columns [left, right) in shares
/// of its sides.
Color mean_color(const PixelImage& image, double top, double bottom, double left, double right) {
  const auto place = [](double share, int size) {
    return std::clamp(static_cast<int>(share * size), 0, size - 1);
  };
  const int first_row = place(top, image.height), first_column = place(left, image.width);
  const int end_row = std::max(first_row + 1, static_cast<int>(bottom * image.height));
  const int end_column = std::max(first_column + 1, static_cast<int>(right * image.width));
  std::array<double, 3> sum{};
  int count = 0;
  for (int row = first_row; row < std::min(end_row, image.height); ++row) {
    for (int column = first_column; column < std::min(end_column, image.width); ++column) {
      const auto at = 3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(image.width) +
                           static_cast<std::size_t>(column));
      for (std::size_t channel = 0; channel < 3; ++channel) {
        sum[channel] += image.pixels[at + channel];
      }
      ++count;
    }
  }
  const double scale = 1 / (255.0 * std::max(1, count));
  return {sum[0] * scale, sum[1] * scale, sum[2] * scale, 1};
}

/// Flat squares of one colour each.
class TileMesh {
 public:
  TileMesh(const Analysis& analysis, const CameraFrame& frame, int n_across)
      : m_grid(*analysis.role.layout.grid), m_frame(frame), m_n_across(n_across) {
    m_mesh.name = "patches";
  }

  /// The patch of `token` around `center`, `half` world units to each side.
  void add(int token, Vec3 center, double half, double opacity) {
    const int patch = token - m_grid.first;
    const int row = patch / m_grid.n_columns, column = patch % m_grid.n_columns;
    const double side = 2 * half / m_n_across;
    const Vec3 corner = center - half * m_frame.right + half * m_frame.up;
    for (int y = 0; y < m_n_across; ++y) {
      for (int x = 0; x < m_n_across; ++x) {
        const auto share = [this](int whole, int part, int n) {
          return (whole + static_cast<double>(part) / m_n_across) / n;
        };
        Color color = mean_color(
            *m_grid.image, share(row, y, m_grid.n_rows), share(row, y + 1, m_grid.n_rows),
            share(column, x, m_grid.n_columns), share(column, x + 1, m_grid.n_columns));
        color.alpha = opacity;
        add_square(corner + x * side * m_frame.right - y * side * m_frame.up, side, color);
      }
    }
  }

  FieldMesh take() { return std::move(m_mesh); }

 private:
  void add_square(Vec3 corner, double side, const Color& color) {
    const auto first = static_cast<int>(m_mesh.points.size());
    const Vec3 right = side * m_frame.right, down = -side * m_frame.up;
    for (const Vec3& point : {corner, corner + right, corner + right + down, corner + down}) {
      m_mesh.points.push_back(point);
      m_mesh.colors.push_back(color);
    }
    m_mesh.triangles.push_back({first, first + 1, first + 2});
    m_mesh.triangles.push_back({first, first + 2, first + 3});
  }

  const PatchGrid& m_grid;
  CameraFrame m_frame;
  int m_n_across;
  FieldMesh m_mesh;
};

bool is_patch_point(const TextParts& parts, const ScenePoint& point) {
  constexpr double k_least_radius = 3;  // of a point that is no tick
  return point.subject.kind == Subject::Kind::token && point.glyph != Glyph::ring &&
         point.radius >= k_least_radius && has_patch(*parts.analysis, point.subject.number());
}

}  // namespace

bool has_patch(const Analysis& analysis, int token) {
  const std::optional<PatchGrid>& grid = analysis.role.layout.grid;
  return grid && grid->image && grid->contains(token);
}

void add_patch_tiles(const TextParts& parts, const Viewport& viewport, Scene& scene) {
  int n_points = 0;
  for (const TokenCloud& cloud : scene.clouds) {
    n_points += static_cast<int>(std::ranges::count_if(
        cloud.points, [&](const ScenePoint& point) { return is_patch_point(parts, point); }));
  }
  if (n_points == 0) {
    return;
  }
  TileMesh tiles(*parts.analysis, frame(scene.camera),
                 n_points <= k_few_patches    ? k_fine
                 : n_points <= k_many_patches ? k_middling
                                              : k_coarse);
  const double pixels = stroke_scale(viewport);
  for (TokenCloud& cloud : scene.clouds) {
    for (ScenePoint& point : cloud.points) {
      const auto seen = is_patch_point(parts, point)
                            ? to_screen(scene.camera, viewport, point.position)
                            : std::nullopt;
      if (!seen) {
        continue;
      }
      const double unit = pixels_per_unit(scene.camera, viewport, seen->depth);
      tiles.add(point.subject.number(), point.position, k_of_ring * point.radius * pixels / unit,
                point.opacity);
      point.glyph = Glyph::ring;
    }
  }
  scene.fields.push_back(tiles.take());
}

}  // namespace baryscope
