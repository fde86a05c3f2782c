/// A training in words and JSON: what was asked, how it went. Free of ATen.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/training/training_request.h"

namespace baryscope {

/// Every option that makes the model, by the ids of the option table, in its order: the task's own,
/// the mechanism's, shape and optimiser with the recipe resolved.
using OptionTexts = std::vector<std::pair<std::string, std::string>>;
OptionTexts request_options(const TrainingRequest& request);

/// The command line that trains the same model: only what differs from the recipe.
std::string training_command(const TrainingRequest& request);

/// training.json (resources/docs/formats.md).
std::string to_training_json(const TrainingRequest& request, const TrainingResult& result);

/// One line a figure: {"accuracy", "99.95 %"}; what is not defined is left out.
std::vector<std::pair<std::string, std::string>> metric_texts(const TaskMetrics& metrics);

/// The curve as JSON, and back. Throws Error beginning with `source`.
std::string to_curve_json(const std::vector<TrainingPoint>& curve);
std::vector<TrainingPoint> curve_from_json(std::string_view json, const std::string& source);

}  // namespace baryscope
