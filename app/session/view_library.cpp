#include "app/session/view_library.h"

#include <optional>
#include <utility>

#include "app/session/drawing_turns.h"
#include "app/session/shared_library.h"
#include "app/session/turn_taking_view.h"

namespace baryscope {
namespace {

const SharedLibrary& library() {
  static const SharedLibrary opened("libbaryscope_vtk.so", "the drawing library",
                                    "It needs VTK 9.1 and EGL of the system; './dev run' installs "
                                    "them. Reports (--output x.json) "
                                    "work without it");
  return opened;
}

/// Each frame in a turn of its own.
class TurnTakingRenderer : public FrameRenderer {
 public:
  explicit TurnTakingRenderer(std::unique_ptr<FrameRenderer> renderer)
      : m_renderer(std::move(renderer)) {}
  ~TurnTakingRenderer() override {
    const DrawingTurn turn(DrawingTurn::Who::other);
    m_renderer.reset();
  }
  Image draw(const Figure& figure, const Camera& camera, std::optional<double> flow) override {
    const DrawingTurn turn(DrawingTurn::Who::other);
    return m_renderer->draw(figure, camera, flow);
  }

 private:
  std::unique_ptr<FrameRenderer> m_renderer;
};

}  // namespace

void open_view_library() { static_cast<void>(library()); }

std::unique_ptr<SceneView> open_scene_view(const SceneView::Host& host) {
  using Make = SceneView*(const SceneView::Host*);
  const DrawingTurn turn(DrawingTurn::Who::window);
  return make_turn_taking_view(
      std::unique_ptr<SceneView>(library().function<Make>("baryscope_make_scene_view")(&host)));
}

std::unique_ptr<FrameRenderer> open_frame_renderer() {
  using Make = FrameRenderer*();
  return std::make_unique<TurnTakingRenderer>(
      std::unique_ptr<FrameRenderer>(library().function<Make>("baryscope_make_frame_renderer")()));
}

Image draw_image(const Scene& scene, const Camera& camera, int width, int height, double scale) {
  using Draw = void(const Scene*, const Camera*, int, int, double, Image*);
  Image image;
  const DrawingTurn turn(DrawingTurn::Who::other);
  library().function<Draw>("baryscope_render_image")(&scene, &camera, width, height, scale, &image);
  return image;
}

}  // namespace baryscope
