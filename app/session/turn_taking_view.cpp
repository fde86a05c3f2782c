#include "app/session/turn_taking_view.h"

#include <utility>

#include "app/session/drawing_turns.h"

namespace baryscope {
namespace {

class TurnTakingView : public SceneView {
 public:
  explicit TurnTakingView(std::unique_ptr<SceneView> view)
      : m_view(std::move(view)), m_camera(m_view->camera()) {}
  ~TurnTakingView() override {
    const Turn turn;
    m_view.reset();
  }

  void set_drawing(std::shared_ptr<const Drawing> drawing) override {
    m_drawing = std::move(drawing);
  }
  void set_camera(const Camera& camera) override {
    m_camera = camera;
    m_has_camera = true;
  }
  [[nodiscard]] const Camera& camera() const override { return m_camera; }
  void resize(int width, int height, double scale) override {
    const Turn turn;
    m_view->resize(width, height, scale);
  }
  [[nodiscard]] Viewport viewport() const override {
    const Turn turn;
    hand_over();
    return m_view->viewport();
  }
  void set_threshold(double threshold) override { m_threshold = threshold; }
  void set_flow(std::optional<double> phase) override { m_flow.emplace(phase); }
  void render(bool still) override {
    const Turn turn;
    hand_over();
    m_view->render(still);
  }
  void blit_to(unsigned target) override {
    const Turn turn;
    m_view->blit_to(target);
  }
  [[nodiscard]] Image read_pixels() override {
    const Turn turn;
    return m_view->read_pixels();
  }
  [[nodiscard]] std::string describe() const override {
    const Turn turn;
    return m_view->describe();
  }
  void release() override {
    const Turn turn;
    m_view->release();
  }

 private:
  struct Turn : DrawingTurn {
    Turn() : DrawingTurn(Who::window) {}
  };

  void hand_over() const {
    if (m_drawing) {
      m_view->set_drawing(std::exchange(m_drawing, nullptr));
    }
    if (m_has_camera) {
      m_view->set_camera(m_camera);
    }
    if (m_threshold) {
      m_view->set_threshold(*std::exchange(m_threshold, std::nullopt));
    }
    if (m_flow) {
      m_view->set_flow(*std::exchange(m_flow, std::nullopt));
    }
  }

  std::unique_ptr<SceneView> m_view;
  Camera m_camera;
  bool m_has_camera = false;
  // What the view does not know yet.
  mutable std::shared_ptr<const Drawing> m_drawing;
  mutable std::optional<double> m_threshold;
  mutable std::optional<std::optional<double>> m_flow;
};

}  // namespace

std::unique_ptr<SceneView> make_turn_taking_view(std::unique_ptr<SceneView> view) {
  return std::make_unique<TurnTakingView>(std::move(view));
}

}  // namespace baryscope
