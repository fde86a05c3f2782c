#include "app/gui/motion/recorder.h"

#include <algorithm>
#include <utility>

#include "app/gui/motion/motion_player.h"
#include "app/gui/scene/scene_widget.h"
#include "app/session/film/film_options.h"
#include "app/session/film/shown_key.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr double k_rest_seconds = 0.4;   // after it a change has come to an end
constexpr double k_least_seconds = 0.3;  // that a change takes on the timeline

}  // namespace

Recorder::Recorder(const Dispatcher& dispatcher, const SceneWidget& scene, MotionPlayer& player,
                   TimelineKeys& keys)
    : m_dispatcher(dispatcher), m_scene(scene), m_player(player), m_keys(keys) {
  m_clock.on_tick = [this](double seconds) { tick(seconds); };
}

Recorder::Moment Recorder::now() const {
  const bool chosen = m_scene.cameras().touched();
  return {key_options(m_dispatcher.session()),
          chosen ? m_scene.shown_camera() : m_scene.cameras().camera(), chosen};
}

bool Recorder::differ(const Moment& a, const Moment& b) {
  // A picture that comes to fit its frame is nothing that a person did.
  return a.chosen != b.chosen || (b.chosen && !(a.camera == b.camera)) ||
         (!(a.options == b.options) && !keyable_changes(a.options, b.options).empty());
}

void Recorder::start() {
  if (recording()) return;
  m_player.pause();
  m_dispatcher.run([this] {
    if (m_dispatcher.session().current() == nullptr) {
      throw UsageError("there is nothing to record yet: wait for the first picture");
    }
    m_timeline = m_keys.timeline();
    m_seconds = m_last_key = key_time(m_player.seconds());
    m_kept = m_seen = now();
    put(m_seconds, *m_kept, {m_keys.reference(), m_kept->camera, m_kept->chosen});
    m_changing = false;
    m_clock.start();
  });
  if (on_change) on_change();
}

void Recorder::stop() {
  if (!recording()) return;
  m_clock.stop();
  m_dispatcher.run([this] {
    if (m_changing) keep();
    // The film stays as long as the person did.
    if (m_seconds - m_last_key > k_rest_seconds) put(m_seconds, *m_kept, *m_kept);
    m_dispatcher.session().set_timeline(std::move(m_timeline),
                                        {{"animate", std::string(film_kind_name(FilmKind::keys))}});
    m_keys.take_reference();
  });
  m_timeline = {};
  if (on_change) on_change();
}

void Recorder::timeline_changed() {
  if (!recording()) return;
  m_clock.stop();
  m_timeline = {};
  if (on_change) on_change();
}

void Recorder::tick(double seconds) {
  m_seconds = std::min(k_longest_film, m_seconds + seconds);
  const Moment shown = now();
  if (differ(*m_seen, shown)) {
    if (!std::exchange(m_changing, true)) m_began = m_seconds - seconds;
    m_moved = m_seconds;
    m_seen = shown;
  } else if (m_changing && m_seconds - m_moved > k_rest_seconds && !m_dispatcher.session().busy()) {
    if (!m_dispatcher.run([this] { keep(); })) {
      stop();
      return;
    }
    if (on_change) on_change();
  }
  m_player.put_playhead(m_seconds);
  if (m_seconds >= k_longest_film) stop();
}

void Recorder::keep() {
  m_changing = false;
  if (!differ(*m_kept, *m_seen)) return;
  const double began = std::max(m_began, m_last_key);
  if (began - m_last_key > k_least_seconds) put(began, *m_kept, *m_kept);
  put(std::max(m_moved, began + k_least_seconds), *m_seen, *m_kept);
  m_kept = m_seen;
}

void Recorder::put(double at, const Moment& shown, const Moment& before) {
  at = key_time(at);
  m_timeline = with_shown_key(m_timeline, {at, shown.options, before.options, shown.camera});
  m_last_key = at;
}

}  // namespace baryscope
