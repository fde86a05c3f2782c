#include "app/session/film/training_steps.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>

#include "app/session/text_file.h"
#include "core/analysis/model_library.h"
#include "core/base/error.h"
#include "core/base/strict_json.h"
#include "core/training/kept_weights.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

int steps_done(const fs::path& record) {
  try {
    return parse_strict_json(read_file(record)).at("steps_done").get<int>();
  } catch (const nlohmann::json::exception&) {
    throw Error(record.string() + ": expected the record of a training with its 'steps_done'");
  }
}

}  // namespace

std::vector<TrainingStep> training_steps(const OptionValues& options) {
  const std::string& model = options.text("model");
  const fs::path folder = find_model(model);
  const fs::path record = folder / "training.json";
  std::error_code ignored;
  if (!fs::is_regular_file(record, ignored)) {
    throw UsageError("--animate training: the model '" + model +
                     "' has no training.json: it is shown how a model came to be that --train "
                     "made here");
  }
  std::vector<TrainingStep> steps;
  for (const KeptWeights& kept : find_kept_weights(folder)) {
    steps.push_back({kept.step, kept.folder.string()});
  }
  if (steps.empty()) {
    throw UsageError("--animate training: the training of '" + model +
                     "' kept no checkpoints on its way; train it with --keep-checkpoints K");
  }
  const int last = steps_done(record);
  std::erase_if(steps, [last](const TrainingStep& step) { return step.step >= last; });
  steps.push_back({last, model});
  return steps;
}

}  // namespace baryscope
