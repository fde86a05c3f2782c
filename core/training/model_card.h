/// README.md of a trained model: what it is, its figures, how to make it again. Free of ATen.
#pragma once

#include <string>

#include "core/model/transformer_config.h"
#include "core/tasks/task.h"
#include "core/training/training_request.h"

namespace baryscope {

/// Same request and result, same bytes: no times, no machine.
std::string model_card(const TransformerConfig& config, const Task& task,
                       const TrainingRequest& request, const TrainingResult& result);

}  // namespace baryscope
