/// Keeps what a person does as key frames. The playhead runs in real time. Each change of options
/// or of the camera, once it has come to rest, leaves two keys: one where it began, which holds
/// what was shown until then, and one where it ended. So the film waits where the person waited.
#pragma once

#include <functional>
#include <optional>

#include "app/gui/motion/play_clock.h"
#include "app/gui/motion/timeline_keys.h"

namespace baryscope {

class MotionPlayer;

class Recorder {
 public:
  Recorder(const Dispatcher& dispatcher, const SceneWidget& scene, MotionPlayer& player,
           TimelineKeys& keys);

  /// From the playhead on. Tells the person where there is nothing to record.
  void start();
  /// What was recorded becomes the session's timeline, as one step of its history.
  void stop();
  void toggle() { recording() ? stop() : start(); }
  [[nodiscard]] bool recording() const { return m_clock.running(); }
  /// With the keys so far.
  [[nodiscard]] const Timeline& timeline() const { return m_timeline; }
  /// Somebody else changed the key frames: what was recorded is dropped.
  void timeline_changed();

  std::function<void()> on_change;  ///< recording or not, a key more

 private:
  struct Moment {
    KeyOptions options;
    Camera camera;
    bool chosen = false;  ///< the camera is a person's, not one that fits the picture by itself
  };
  void tick(double seconds);
  void keep();
  void put(double at, const Moment& shown, const Moment& before);
  [[nodiscard]] Moment now() const;
  [[nodiscard]] static bool differ(const Moment& a, const Moment& b);

  const Dispatcher& m_dispatcher;
  const SceneWidget& m_scene;
  MotionPlayer& m_player;
  TimelineKeys& m_keys;
  PlayClock m_clock;
  Timeline m_timeline;
  std::optional<Moment> m_kept, m_seen;  ///< at the last key, and a moment ago
  double m_seconds = 0, m_last_key = 0, m_began = 0, m_moved = 0;
  bool m_changing = false;
};

}  // namespace baryscope
