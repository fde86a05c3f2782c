/// The state of one program: options, analyses, scene, history. No Qt, no VTK, no ATen.
#pragma once

#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/session/film/timeline.h"
#include "app/session/finished.h"
#include "app/session/selection.h"
#include "core/base/progress.h"
#include "core/engine/engine.h"
#include "core/options/option_table.h"
#include "core/sampling/studies/evaluation.h"

namespace baryscope {

class Computer;     // app/session/computer.h
class TrainingRun;  // app/session/training_run.h
enum class ViewSource;

/// Owns the one worker. Results come back through `post`, on whatever thread it runs functions on
/// (Qt's event loop, or a queue that the command line drains); that thread alone calls the members.
/// A newer request stops the older; a change of the drawing alone rebuilds only the scene.
///
/// There is what somebody asked for, options(), and what is shown, current(): options take effect
/// together with the result that they made. Where a request fails or is cancelled the options go
/// back to the shown ones (on_changed_options() follows), and the history to what it was then.
class Session {
 public:
  using Post = std::function<void(std::function<void()>)>;
  using MakeEngine = std::function<std::unique_ptr<Engine>()>;

  using EngineTask = std::function<void(Engine& engine, const Watch& watch)>;
  using WorkerTask = std::function<void(Computer& computer, const Watch& watch)>;

  /// `make_engine` runs on the worker, before the first request. Nothing is computed before
  /// refresh() or the first change.
  Session(const OptionTable& table, MakeEngine make_engine, Post post);
  /// Starts from these values in place of the defaults; the history begins with them.
  Session(OptionValues options, MakeEngine make_engine, Post post);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// What was asked for last; while nothing is pending, what is shown.
  [[nodiscard]] const OptionValues& options() const;
  /// Those of current(), or before the first result options().
  [[nodiscard]] const OptionValues& shown_options() const;
  /// Validates, records history, starts the request that the change needs (none for pure drawing
  /// options but a new scene). Throws UsageError and leaves everything as it was.
  void set_option(std::string_view id, std::string_view value);
  /// Several at once: one history entry, one request. `text-file` is read into `text` (UTF-8, at
  /// most 16 MiB); a new text or model brings a query given as text back to `auto`, a new model
  /// also layer and head, unless the same call sets them; a native model brings its example
  /// (follow_example).
  void set_options(const std::vector<std::pair<std::string, std::string>>& values);
  /// As set_option, but the changes of one drag of a slider make one history entry.
  void drag_option(std::string_view id, std::string_view value);
  /// Several at once; `drag` names what is dragged.
  void drag_options(const std::vector<std::pair<std::string, std::string>>& values,
                    std::string_view drag);
  void end_drag();
  /// All values at once, as a session file brings them: one history entry.
  void replace_options(const OptionValues& values);
  /// The same with the key frames.
  void replace(const OptionValues& values, Timeline timeline);
  /// The state of a first start (the shipped session).
  void reset_options();
  bool undo();
  bool redo();
  [[nodiscard]] bool can_undo() const;
  [[nodiscard]] bool can_redo() const;

  /// Starts the current request again. Throws UsageError where the options make none.
  void refresh();
  /// Stops the running request; what was shown stays.
  void cancel();
  [[nodiscard]] bool busy() const;
  /// Why the last change of options or refresh() brought nothing; null while it runs and after a
  /// success.
  [[nodiscard]] std::exception_ptr failure() const;
  /// What was asked for when failure() came; options() without one.
  [[nodiscard]] const OptionValues& refused_options() const;
  /// Runs `task` on the worker after the requests before it (a capture to be written, a description
  /// of the engine); `done` is posted with what it threw, or null. cancel() stops it too.
  void run_on_engine(EngineTask task, std::function<void(std::exception_ptr)> done);
  /// The same with all that computes, which makes an engine only where it is asked for one (a
  /// film). `progress` is called by what the task reports to, on the worker.
  void run_on_worker(WorkerTask task, std::function<void(std::exception_ptr)> done,
                     ProgressFunction progress = {});

  /// Adds to the text what its model would write next, as the option sample-temperature says. By
  /// the worker; where that fails, failure() says so and on_error() follows.
  void continue_text();

  /// The one engine, for work on a thread of its own beside the worker, which neither waits for the
  /// other's analyses longer than one takes. Made by the worker; the future throws what that threw.
  [[nodiscard]] std::shared_future<std::shared_ptr<Engine>> share_engine();

  /// The key frames of a film: they belong to the session and change nothing that is shown.
  /// What becomes of them is undone as a change of options is.
  [[nodiscard]] const Timeline& timeline() const;
  /// Before the first change: the history begins with these.
  void begin_with(Timeline timeline);
  /// One history entry, with the options `values` changed too. Throws UsageError as set_options().
  void set_timeline(Timeline timeline,
                    const std::vector<std::pair<std::string, std::string>>& values = {});
  /// The changes of one drag make one entry.
  void drag_timeline(Timeline timeline);

  /// Trains beside the analyses. Throws UsageError while another training is active; an ended one
  /// is forgotten.
  TrainingRun& start_training(TrainingRequest request);
  /// The newest training, ended or not; null before the first.
  [[nodiscard]] TrainingRun* training() const;

  /// What is shown now; null before the first result.
  [[nodiscard]] std::shared_ptr<const Finished> current() const;
  /// Of what is shown: it ends with the text or the data. A synthetic point of the first sampler is
  /// the option `sample` too, whichever of the two is set. Throws UsageError for what is not there.
  void select(const Selection& selection);
  void select_token(std::optional<int> position);
  [[nodiscard]] const Selection& selection() const;
  [[nodiscard]] std::optional<int> selected_token() const;

  using Evaluations = std::vector<std::shared_ptr<const SamplingEvaluation>>;

  /// Cross-validates the samples that are shown, on a thread of its own beside the worker (busy()
  /// does not count it). A request of something else stops it, which nothing follows, and begins it
  /// anew where that request brings nothing else; cancel() and another call stop it. Else
  /// on_evaluated() follows, or on_error(). Throws UsageError without samples or classifier.
  void evaluate_samples();
  /// Of the samples that are shown, one a study; empty where not evaluated (yet).
  [[nodiscard]] Evaluations evaluations() const;
  /// The first of them, or null.
  [[nodiscard]] std::shared_ptr<const SamplingEvaluation> evaluation() const;
  [[nodiscard]] bool evaluating() const;
  /// Why the evaluation of what is shown failed; null where it did not.
  [[nodiscard]] std::exception_ptr evaluation_failure() const;

  /// The view of such inputs that was shown last; before that the first of the list.
  [[nodiscard]] std::string last_view(ViewSource source) const;

  /// "light" or "dark": what theme `auto` means now.
  void set_system_theme(std::string theme);
  [[nodiscard]] const std::string& system_theme() const;

  /// From now on results bring drawings of their scenes, made on the worker.
  void draw_for_screen();

  /// From now on none of the following is told.
  void fall_silent();

  // Told through `post`'s thread.
  std::function<void()> on_changed_options;
  std::function<void()> on_changed_timeline;
  std::function<void()> on_finished;                         ///< current() is new
  std::function<void(const std::string& message)> on_error;  ///< what was shown stays
  std::function<void()> on_selected;                         ///< by select(); what ends it is told
  std::function<void(bool busy)> on_busy;                    ///< busy() is another
  std::function<void(double fraction, const std::string& step)> on_progress;
  std::function<void()> on_evaluated;  ///< evaluation() is new
  std::function<void(double fraction, const std::string& step)> on_evaluation_progress;

 private:
  struct State;
  std::shared_ptr<State> m_state;  ///< shared with functions that are posted but have not run
};

}  // namespace baryscope
