#include "viz/vtk/frame_renderer.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "viz/scene/scene_time.h"
#include "viz/vtk/picture_drawer.h"

namespace baryscope {
namespace {

/// A thread that does one thing at a time for others, who wait for it.
class Errand {
 public:
  Errand() : m_thread([this](const std::stop_token& stop) { loop(stop); }) {}

  /// Throws what `work` throws.
  void run(std::function<void()> work) {
    std::unique_lock lock(m_mutex);
    m_failure = nullptr;
    m_work = std::move(work);
    m_wake.notify_all();
    m_wake.wait(lock, [this] { return !m_work; });
    if (m_failure) {
      std::rethrow_exception(m_failure);
    }
  }

 private:
  void loop(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return static_cast<bool>(m_work); })) {
      try {
        m_work();
      } catch (...) {
        m_failure = std::current_exception();
      }
      m_work = nullptr;
      m_wake.notify_all();
    }
  }

  std::mutex m_mutex;
  std::condition_variable_any m_wake;
  std::function<void()> m_work;
  std::exception_ptr m_failure;
  std::jthread m_thread;  // last: it starts when all else is there
};

class Renderer : public FrameRenderer {
 public:
  ~Renderer() override {
    // The contexts die on the thread that made them.
    m_errand.run([this] { m_drawers.clear(); });
  }

  Image draw(const Figure& figure, const Camera& camera, std::optional<double> flow) override {
    Image image;
    m_errand.run([&] { image = draw_here(figure, camera, flow); });
    return image;
  }

 private:
  Image draw_here(const Figure& figure, const Camera& camera, std::optional<double> flow) {
    std::size_t next = 0;
    return figure_image(figure, [&](const std::shared_ptr<const Scene>& scene, int width,
                                    int height, double scale) {
      if (next == m_drawers.size()) {
        m_drawers.push_back(std::make_unique<PictureDrawer>());
      }
      PictureDrawer& drawer = *m_drawers[next++];
      if (drawer.scene() != scene) {
        drawer.set_scene(scene);
      }
      return drawer.draw(camera, width, height, scale, flow.value_or(still_flow(*scene)));
    });
  }

  std::vector<std::unique_ptr<PictureDrawer>> m_drawers;  ///< one a panel
  Errand m_errand;
};

}  // namespace

std::unique_ptr<FrameRenderer> make_frame_renderer() { return std::make_unique<Renderer>(); }

}  // namespace baryscope
