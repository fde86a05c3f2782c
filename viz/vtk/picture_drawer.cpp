#include "viz/vtk/picture_drawer.h"

#include <algorithm>
#include <utility>

#include "viz/draw/downsample.h"
#include "viz/draw/drawing.h"
#include "viz/scene/figure_layout.h"

namespace baryscope {
namespace {

constexpr int k_tile_side = 2048;  // of the result, so that memory stays bounded
constexpr int k_supersampling = 2;

}  // namespace

PictureDrawer::PictureDrawer()
    : m_drawer({[this] { m_context.make_current(); }, [this] { return m_context.is_current(); }}) {}

void PictureDrawer::set_scene(std::shared_ptr<const Scene> scene) {
  m_scene = std::move(scene);
  m_drawer.set_drawing(make_drawing(m_scene));
  m_overlay.set_scene(m_scene);
}

Image PictureDrawer::draw(const Camera& camera, int width, int height, double scale, double flow) {
  const Viewport viewport = figure_viewport(*m_scene, width / scale, height / scale);
  m_overlay.lay_out(camera, viewport, k_supersampling * scale);
  const bool new_texts =
      std::exchange(m_atlas_version, m_overlay.atlas_version()) != m_overlay.atlas_version();
  m_drawer.set_overlay(m_overlay.mesh(), new_texts ? &m_overlay.atlas() : nullptr,
                       m_overlay.magnified());
  m_drawer.set_flow(flow);
  const int side = std::min(k_tile_side, m_drawer.largest_side() / k_supersampling);

  Image image{width, height, {}};
  image.rgba.resize(4 * static_cast<std::size_t>(width) * height);
  for (int top = 0; top < height; top += side) {
    for (int left = 0; left < width; left += side) {
      const int n_columns = std::min(side, width - left), n_rows = std::min(side, height - top);
      const int factor = k_supersampling;
      m_drawer.draw(
          camera, viewport, factor * scale,
          {factor * left, factor * (height - top - n_rows), factor * n_columns, factor * n_rows});
      const Image part = downsampled(m_drawer.read_pixels(), factor);
      for (int row = 0; row < n_rows; ++row) {
        std::copy_n(part.rgba.begin() + 4L * row * n_columns, 4L * n_columns,
                    image.rgba.begin() + 4L * (static_cast<long>(top + row) * width + left));
      }
    }
  }
  return image;
}

}  // namespace baryscope
