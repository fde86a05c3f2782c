/// What a Session holds, and how wishes become what is shown.
#pragma once

#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "app/session/evaluation_run.h"
#include "app/session/session.h"
#include "app/session/training_run.h"
#include "app/session/wishes.h"
#include "app/session/worker.h"
#include "viz/views/view_list.h"

namespace baryscope {

struct Session::State {
  State(Session* session, OptionValues initial, MakeEngine make_engine, Post post_function);

  void start_worker(const std::shared_ptr<State>& self);
  /// The worker's answer.
  void arrive(const Outcome& outcome);
  /// A person's change: an earlier failure is history.
  /// `follows`: the picture is turned and seen as the one before.
  void change(Edited after, History steps, bool follows);
  /// As change(), with one more step of the history. Throws UsageError.
  void replace(Edited after, bool follows);
  /// Asks for the newest wish again, computed anew.
  void compute_again();
  /// Draws it again for another theme or selection, where there is or will be a picture.
  void draw_again();
  /// Throws UsageError for what is not shown.
  void select(const Selection& wanted);
  /// The pending wishes came to nothing.
  void fall_back();
  void end_evaluation();
  /// busy() may be another now.
  void tell_busy();
  void tell_error(const std::exception_ptr& thrown) const;

  /// The position of the token that reads, where what is shown reads what is asked for now.
  [[nodiscard]] std::optional<int> shown_query() const;
  [[nodiscard]] bool busy() const { return wishes.pending() || n_tasks > 0; }
  /// True where the evaluation is (or will be) of what is shown.
  [[nodiscard]] bool evaluates_shown() const {
    return current != nullptr && !current->studies.empty() &&
           evaluation.studies() == current->studies;
  }

  Session* owner;
  Wishes wishes;
  Post post;
  MakeEngine make;
  Selection selection;                           ///< in what is shown
  std::map<ViewSource, std::string> last_views;  ///< that were shown
  std::string system_theme = "light";
  bool for_screen = false;
  std::shared_ptr<const Finished> current;
  std::exception_ptr failure;
  std::optional<OptionValues> refused;  ///< what was asked for then

  std::uint64_t generation = 0;     ///< of the newest request
  std::uint64_t oldest_useful = 0;  ///< results before it answer another request
  int n_tasks = 0;
  bool told_busy = false;

  std::unique_ptr<Worker> worker;
  std::unique_ptr<TrainingRun> training;
  EvaluationRun evaluation;
  bool evaluation_interrupted = false;  ///< for a request that is pending

 private:
  void check_selection(const Selection& wanted) const;
  /// What is left of the selection in what is shown now, where `before` was shown until now.
  [[nodiscard]] Selection selection_after(const Finished& before) const;
  void follow_sample();
  void take(Edited after, History steps, bool follows);
  void submit(Wish wish, bool force);
  void show(std::shared_ptr<const Finished> finished);
  void go_on_evaluating();
  [[nodiscard]] ViewRequest view_of(const OptionValues& values) const;
  void tell_options() const;
};

}  // namespace baryscope
