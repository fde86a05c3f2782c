/// What a command line asks for, checked as far as it can be before any work.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "app/cli/cascade.h"
#include "app/cli/training_plan.h"
#include "app/session/film/timeline.h"
#include "core/options/option_table.h"
#include "viz/scene/camera.h"

namespace baryscope {

struct Plan {
  OptionValues values;               ///< `text-file` is already read into `text`
  std::vector<std::string> outputs;  ///< none: a window opens
  std::vector<std::string> script;   ///< lines of commands
  std::optional<Camera> camera;      ///< of an opened session
  Timeline timeline;                 ///< its key frames
  /// Files that were read for this plan, besides those that its values name: no output replaces
  /// them.
  std::vector<std::filesystem::path> also_read;
  /// A training without a window. For a window with its training dock open: `trains`.
  std::optional<TrainingPlan> training;
  bool trains = false;  ///< --train was given
  /// What is to be known of the films among the outputs before they are made.
  std::vector<std::string> film_notes = {};
};

/// Defaults < configuration < an opened session < command line. A session is opened as it was
/// saved: of the configuration only what does not change the picture (verbose, device, threads,
/// cpu) stays. Standard input is read last, when everything else was found good. Throws UsageError
/// or Error.
Plan make_plan(const OptionTable& table, const Arguments& arguments,
               const Environment& environment);

}  // namespace baryscope
