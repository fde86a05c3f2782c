/// How good a model is on examples that it has not seen.
#pragma once

#include "core/base/progress.h"
#include "core/base/random.h"
#include "core/model/transformer.h"
#include "core/tasks/task.h"
#include "core/training/training_request.h"

namespace baryscope {

struct EvaluationSize {
  int n_examples = 4000;  ///< for loss and accuracy
  int n_texts = 1000;     ///< of them, looked at one by one for what the weights do
  int max_hull_outputs = 400;
};

/// The loss without auxiliary terms, the accuracy, and the metrics of HeadMetrics for the first
/// layer of `mechanism`. The examples come from `random` alone. Gradients are off inside.
TaskMetrics evaluate(const Transformer& model, const Task& task, const std::string& mechanism,
                     Random random, const EvaluationSize& size, const Watch& watch);

}  // namespace baryscope
