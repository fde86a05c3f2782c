/// Plays what `animate` says in the window: the camera, the pulses, the options of the session, as
/// the film of the same options shows them. Knows where the playhead is; draws nothing itself.
#pragma once

#include <QString>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/gui/motion/play_clock.h"
#include "app/gui/widgets/dispatcher.h"
#include "app/session/film/film_plan.h"
#include "app/session/finished.h"
#include "app/session/option_changes.h"

namespace baryscope {

class SceneWidget;

/// Options change as in one drag of a slider, so that all of a play and the scrubbing after it are
/// one step of the history; a person's own change ends it. Cameras of a play enter the camera's
/// history as one step when it halts. Pulses touch neither.
class MotionPlayer {
 public:
  MotionPlayer(const Dispatcher& dispatcher, SceneWidget& scene);

  /// Null where nothing moves, or cannot: see problem().
  [[nodiscard]] const FilmPlan* plan() const { return m_plan ? &*m_plan : nullptr; }
  /// What is missing for a plan, in the window's words; empty: nothing.
  [[nodiscard]] const QString& problem() const { return m_problem; }
  /// Why the picture that is shown cannot move as planned; empty: it can.
  [[nodiscard]] QString obstacle() const;
  /// Of one round, in seconds; without a plan as `duration` says.
  [[nodiscard]] double length() const;
  [[nodiscard]] double frames_per_second() const;
  /// On the timeline, counted from 0.
  [[nodiscard]] int frame_at(double seconds) const;
  [[nodiscard]] double time_of(int frame) const;
  [[nodiscard]] double seconds() const { return m_seconds; }  ///< where the playhead is
  [[nodiscard]] bool playing() const { return m_clock.running(); }
  [[nodiscard]] double speed() const { return m_speed; }
  void set_speed(double factor) { m_speed = factor; }
  /// The value that is swept and the caption, with the numbers of what is shown.
  [[nodiscard]] const QString& value_words() const { return m_value; }
  [[nodiscard]] const QString& caption() const { return m_caption; }

  /// From the playhead on, from its end from the start. Tells the person where nothing can move.
  void play();
  void pause();
  /// Shows the moment, and what is shown stays.
  void seek(double seconds);
  /// As seek(), within one movement of the mouse that end_scrub() ends.
  void scrub(double seconds);
  void end_scrub();
  void step(int frames);
  /// The playhead alone moves: somebody records.
  void put_playhead(double seconds);
  /// Another session comes: its film begins at its beginning, and nothing of this one comes back.
  void rewind();
  /// The words of the moment, as of another caption; the picture stays.
  void refresh_words();
  /// Options that playing changed, and nobody since, as they were before: what comes back where
  /// something else is to move, or nothing.
  [[nodiscard]] OptionChanges values_before() const;

  void options_changed();
  void timeline_changed();
  /// Another result is in the picture.
  void result_shown();

  std::function<void()> on_playhead;  ///< or what it shows
  std::function<void()> on_state;     ///< playing or not, another plan

 private:
  [[nodiscard]] bool plays_keys() const;
  void find_plan();
  void find_pulses();
  [[nodiscard]] std::string plan_signature() const;
  void check_view(const Finished& shown) const;
  [[nodiscard]] bool shows_a_plan();
  void advance(double seconds);
  void show();
  void show_options(const FilmFrame& frame);
  void show_camera(const FilmFrame& frame);
  void show_words(const FilmFrame& frame);
  void forget();
  [[nodiscard]] bool shows_the_moment() const;
  void settle_camera();
  void begin_camera();
  [[nodiscard]] FilmFrame frame_here() const;

  const Dispatcher& m_dispatcher;
  SceneWidget& m_scene;
  PlayClock m_clock;
  std::string m_signature;
  std::optional<FilmPlan> m_plan;
  std::optional<FilmPlan> m_smooth;  ///< where nothing is computed: with the frames of a screen
  QString m_problem, m_value, m_caption;
  double m_seconds = 0, m_speed = 1;
  double m_pulse_seconds = -1;  ///< of the plan; below 0: not asked yet
  bool m_applying = false, m_live = false, m_moves_camera = false;
  std::map<std::string, std::string> m_sent;  ///< options that the play set last
  struct Played {
    std::string before, now;
  };
  std::map<std::string, Played> m_played;  ///< what the play made of options, until it is another's
  Camera m_hand;                           ///< what a person looked through last
  Camera m_base;                           ///< that a turntable turns
  double m_base_turn = 0, m_turn = 0;      ///< degrees
  bool m_flows = false;
  bool m_waits = false;  ///< a moment that is to be shown once the one before it is
};

}  // namespace baryscope
