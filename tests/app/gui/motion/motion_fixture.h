/// A window with its timeline; what reaches the view that draws is counted.
#pragma once

#include <QComboBox>
#include <QDockWidget>
#include <QToolButton>

#include "app/gui/motion/timeline_panel.h"
#include "app/gui/motion/timeline_view.h"
#include "app/gui/window/motion_reaction.h"
#include "tests/app/gui/window_fixture.h"

namespace baryscope::testing {

struct ViewCounts {
  int n_drawings = 0;  ///< scenes whose buffers were uploaded
  int n_phases = 0;    ///< of pulses, each another one
  int n_frames = 0;
};

/// Hands on to a real view.
class CountingView : public SceneView {
 public:
  CountingView(std::unique_ptr<SceneView> view, std::shared_ptr<ViewCounts> counts)
      : m_view(std::move(view)), m_counts(std::move(counts)) {}
  void set_drawing(std::shared_ptr<const Drawing> drawing) override {
    ++m_counts->n_drawings;
    m_view->set_drawing(std::move(drawing));
  }
  void set_camera(const Camera& camera) override { m_view->set_camera(camera); }
  [[nodiscard]] const Camera& camera() const override { return m_view->camera(); }
  void resize(int width, int height, double scale) override {
    m_view->resize(width, height, scale);
  }
  [[nodiscard]] Viewport viewport() const override { return m_view->viewport(); }
  void set_threshold(double threshold) override { m_view->set_threshold(threshold); }
  void set_flow(std::optional<double> phase) override {
    m_counts->n_phases += phase != m_phase ? 1 : 0;
    m_phase = phase;
    m_view->set_flow(phase);
  }
  void render(bool still) override {
    ++m_counts->n_frames;
    m_view->render(still);
  }
  void blit_to(unsigned target) override { m_view->blit_to(target); }
  [[nodiscard]] Image read_pixels() override { return m_view->read_pixels(); }
  [[nodiscard]] std::string describe() const override { return m_view->describe(); }
  void release() override { m_view->release(); }

 private:
  std::unique_ptr<SceneView> m_view;
  std::shared_ptr<ViewCounts> m_counts;
  std::optional<double> m_phase;
};

class MotionTest : public WindowTest {
 protected:
  void SetUp() override {
    make_view = [counts = counts](SceneView::Host host) -> std::unique_ptr<SceneView> {
      return std::make_unique<CountingView>(open_scene_view(std::move(host)), counts);
    };
    open({}, {{"mechanism", "differential"}});
    ASSERT_TRUE(idle());
  }

  TimelinePanel& panel() { return window->motion().panel(); }
  MotionPlayer& player() { return panel().player(); }
  TimelineView* timeline() { return panel().view(); }
  SceneWidget& scene() { return window->frame().scene(); }
  Session& session() { return window->session(); }
  const std::vector<KeyFrame>& keys() { return session().timeline().keys(); }
  void run(const std::string& line) { window->dispatcher().run_line(line); }
  /// To what has the focus.
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    QWidget* held = QApplication::focusWidget();
    QTest::keyClick(held == nullptr ? window.get() : held, key, modifiers);
  }
  QPoint ruler_at(double seconds) {
    return {static_cast<int>(std::lround(timeline()->scale().x_of(seconds))), 8};
  }
  void show_timeline() {
    run("show-timeline");
    ASSERT_TRUE(wait([&] { return timeline()->isVisible() && timeline()->hasFocus(); }));
    QTest::qWait(100);  // laid out
  }
  int n_undone() {
    int n = 0;
    while (session().undo()) ++n;
    return n;
  }
  QImage picture() { return scene().grabFramebuffer(); }

  std::shared_ptr<ViewCounts> counts = std::make_shared<ViewCounts>();
};

}  // namespace baryscope::testing
