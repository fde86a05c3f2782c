#include "viz/vtk/scene_view.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "viz/draw/downsample.h"
#include "viz/draw/overlay.h"
#include "viz/scene/figure_layout.h"
#include "viz/scene/scene_time.h"
#include "viz/vtk/scene_drawer.h"

namespace baryscope {
namespace {

class DrawnView : public SceneView {
 public:
  explicit DrawnView(Host host) : m_drawer(std::move(host)) {
    DrawnView::set_drawing(make_drawing(std::make_shared<Scene>()));
  }

  void set_drawing(std::shared_ptr<const Drawing> drawing) override {
    BARYSCOPE_CHECK(drawing != nullptr && drawing->scene != nullptr);
    m_scene = drawing->scene;
    m_camera = m_scene->camera;
    m_drawer.set_drawing(std::move(drawing));
    m_overlay.set_scene(m_scene);
  }
  void set_camera(const Camera& camera) override { m_camera = camera; }
  [[nodiscard]] const Camera& camera() const override { return m_camera; }

  void resize(int width, int height, double scale) override {
    m_width = std::max(width, 1);
    m_height = std::max(height, 1);
    m_scale = scale > 0 ? scale : 1;
  }
  [[nodiscard]] Viewport viewport() const override {
    return figure_viewport(*m_scene, m_width / m_scale, m_height / m_scale);
  }
  void set_threshold(double threshold) override { m_drawer.set_threshold(threshold); }
  void set_flow(std::optional<double> phase) override { m_flow = phase; }

  void render(bool still) override {
    m_factor = still && 2 * std::max(m_width, m_height) <= m_drawer.largest_side() ? 2 : 1;
    m_overlay.lay_out(m_camera, viewport(), m_factor * m_scale);
    const bool new_texts = m_overlay.atlas_version() != m_atlas_version;
    m_atlas_version = m_overlay.atlas_version();
    m_drawer.set_overlay(m_overlay.mesh(), new_texts ? &m_overlay.atlas() : nullptr,
                         m_overlay.magnified());
    m_drawer.set_flow(m_flow.value_or(still_flow(*m_scene)));
    m_drawer.draw(m_camera, viewport(), m_factor * m_scale,
                  {0, 0, m_factor * m_width, m_factor * m_height});
  }
  void blit_to(unsigned target) override { m_drawer.blit_to(target, m_width, m_height); }
  [[nodiscard]] Image read_pixels() override {
    return downsampled(m_drawer.read_pixels(), m_factor);
  }
  [[nodiscard]] std::string describe() const override { return m_drawer.describe(); }
  void release() override { m_drawer.release(); }

 private:
  std::shared_ptr<const Scene> m_scene;
  Camera m_camera;
  int m_width = 1, m_height = 1, m_factor = 1;
  double m_scale = 1;
  std::optional<double> m_flow;
  Overlay m_overlay;
  int m_atlas_version = 0;
  mutable SceneDrawer m_drawer;
};

}  // namespace

std::unique_ptr<SceneView> make_scene_view(SceneView::Host host) {
  return std::make_unique<DrawnView>(std::move(host));
}

}  // namespace baryscope
