/// What `--train … --output FOLDER/` asks for.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/arguments.h"
#include "core/options/option_table.h"
#include "core/training/training_request.h"

namespace baryscope {

struct TrainingPlan {
  TrainingRequest request;
  std::vector<std::string> copies;  ///< of training.json: *.json files, - for standard output
};

/// True where the command line itself asks for a training (a session's `train` does not).
bool asks_for_training(const Arguments& arguments);

/// The training that the command line asks for; nothing without --train, and without --output,
/// where the window trains. Throws UsageError for options of training without --train, for options
/// and inputs that mean nothing beside it, and for outputs that are not one folder.
std::optional<TrainingPlan> make_training_plan(const Arguments& arguments,
                                               const OptionValues& values);

/// What can be known of a copy before the training: that it replaces neither a file of the model
/// that is written nor one of `read`, and that it can be written. Throws UsageError or Error.
void check_training_copy(const std::string& copy, const TrainingPlan& plan,
                         const std::vector<std::filesystem::path>& read);

}  // namespace baryscope
