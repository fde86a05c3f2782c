/// What a training is and does, in words a person reads.
#pragma once

#include <QString>
#include <string>

#include "core/training/training_request.h"

namespace baryscope {

/// What the option `id` is in this request ("3 000"), for options that may say `auto`; empty for
/// those that no recipe decides.
QString training_value(const TrainingRequest& request, const std::string& id);

/// "8 places · 15 plots", from the options that the task reads.
QString task_words(const TrainingRequest& request);
/// "1 layer · 1 head of 24 · 64 wide".
QString shape_words(const ModelShape& shape);
/// "3 000 steps of 256 examples · rate 0.006".
QString optimizer_words(const OptimizerOptions& optimizer);

/// "4 min 20 s", "1 h 5 min", "under a second".
QString duration_words(double seconds);

}  // namespace baryscope
