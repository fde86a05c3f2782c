/// What a person does to the key frames, each a step of the session's history.
#pragma once

#include <QString>
#include <cstddef>
#include <functional>
#include <optional>

#include "app/gui/widgets/dispatcher.h"
#include "app/session/film/shown_key.h"
#include "app/session/film/timeline.h"
#include "app/session/option_changes.h"

namespace baryscope {

class SceneWidget;

/// The session's, with the numbers that its words stand for at present.
KeyOptions key_options(const Session& session);

/// Refused changes are told by the window's message; functions that change something return false
/// then.
class TimelineKeys {
 public:
  TimelineKeys(const Dispatcher& dispatcher, const SceneWidget& scene);

  [[nodiscard]] const Timeline& timeline() const { return m_dispatcher.session().timeline(); }
  /// The key that is chosen; none where it is gone.
  [[nodiscard]] std::optional<std::size_t> selected() const;
  void select(std::optional<std::size_t> index);
  /// The one at that time, to half a frame.
  [[nodiscard]] std::optional<std::size_t> find_at(double seconds) const;
  /// The next one after it, or with by < 0 the one before it.
  [[nodiscard]] std::optional<std::size_t> find_beside(double seconds, int by) const;

  /// What is shown becomes a key at that time, and keys are what plays from now on.
  bool add(double seconds);
  bool remove(std::size_t index);
  bool remove_all();
  /// `seconds` is brought into what a timeline holds; where another key is, nothing moves. All
  /// moves until end_move() are one step of the history.
  bool move(std::size_t index, double seconds);
  void end_move();
  bool set_caption(std::size_t index, const QString& caption);
  bool set_ease(std::size_t index, Easing ease);
  /// What is shown is where later keys begin: a session was opened, or a recording ended.
  void take_reference() { m_reference = key_options(m_dispatcher.session()); }
  [[nodiscard]] const KeyOptions& reference() const { return m_reference; }
  void timeline_changed();
  void result_shown();

  std::function<void()> on_select;
  /// Options that come back with the last key that goes.
  std::function<OptionChanges()> values_before;

 private:
  [[nodiscard]] double frame_seconds() const;
  bool change(const std::function<void(Timeline&)>& edit);

  const Dispatcher& m_dispatcher;
  const SceneWidget& m_scene;
  KeyOptions m_reference;  ///< at the key that was made last
  bool m_has_shown = false;
  std::optional<double> m_selected;  ///< its time
  Timeline m_known;                  ///< before a change
};

/// A time as key frames have it: to a millisecond.
double key_time(double seconds);

}  // namespace baryscope
