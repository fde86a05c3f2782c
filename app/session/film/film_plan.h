/// What every frame of a film shows, before anything is computed: immutable, asked frame by frame.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/session/film/film_options.h"
#include "app/session/film/timeline.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

/// Where a frame is seen from.
struct FrameView {
  std::optional<Camera> camera = {};  ///< of the key frames; nothing: the film's own
  double turn = 0;                    ///< degrees about its turning_axis(), [0, 360)
};

struct FilmFrame {
  int index = 0;
  double seconds = 0;  ///< on the timeline
  OptionValues options;
  FrameView view = {};
  /// Phase of the pulses, [0, 1); nothing: as a still of the scene has it.
  std::optional<double> flow = {};
  std::string caption = {};  ///< of the key frames, placeholders and all
  std::string value = {};    ///< of what is swept, as the picture says it: "λ = 0.42"
};

/// The checkpoints of a training, oldest first, as `training` shows them.
struct TrainingStep {
  int step = 0;
  std::string model;  ///< the folder
};

/// What a plan is made of.
struct FilmSource {
  OptionValues options;                     ///< what all frames have in common, and `animate` …
  Timeline timeline = {};                   ///< of `keys`
  std::vector<TrainingStep> training = {};  ///< of `training`
};

class FilmPlan {
 public:
  /// Throws UsageError where the options make no film: `animate none`, no frame, no sweep, no key.
  explicit FilmPlan(FilmSource source);

  [[nodiscard]] FilmKind kind() const;
  [[nodiscard]] int n_frames() const;
  [[nodiscard]] double frames_per_second() const;
  /// True where frame n_frames() would be frame 0.
  [[nodiscard]] bool closes() const;
  /// Any index from 0 on: a film that closes begins again, another stays at its end.
  [[nodiscard]] FilmFrame frame(int index) const;

  /// The frame that the others are placed and seen after: 0, of a training the last.
  [[nodiscard]] int reference() const;
  /// True where the options are the same in all frames: one scene serves the whole film.
  [[nodiscard]] bool keeps_options() const;
  [[nodiscard]] const OptionValues& options() const;
  /// True where frames may differ in this option.
  [[nodiscard]] bool changes(std::string_view option) const;
  /// The option that `sweep` changes; empty for other films.
  [[nodiscard]] std::string swept_option() const;
  /// Of a sweep how far along the way there, [0, 1]: with loop on it falls again.
  [[nodiscard]] double progress(int index) const;

  /// The same plan where the pulses of the scene take so many seconds for a period: a film of
  /// `flow` shows max(1, round(duration / period)) whole periods, frame i the phase
  /// frac(i · periods / n); with `keys` they run in their own time.
  [[nodiscard]] FilmPlan with_pulses(double seconds_a_period) const;
  /// The same film of so many frames, `frames_per_second` of them a second: what a format can hold.
  /// Throws UsageError where these are too few.
  [[nodiscard]] FilmPlan with_rate(int n_frames, double frames_per_second) const;
  /// Whole periods of a film of `flow`; 0 for others.
  [[nodiscard]] int n_periods() const;

 private:
  struct State;
  explicit FilmPlan(std::shared_ptr<const State> state);
  std::shared_ptr<const State> m_state;
};

}  // namespace baryscope
