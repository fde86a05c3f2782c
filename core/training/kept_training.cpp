#include "core/training/kept_training.h"

#include <algorithm>
#include <optional>
#include <string>
#include <system_error>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/training/checkpoint_state.h"

namespace baryscope {
namespace {

namespace fs = std::filesystem;

std::optional<KeptTraining> find_kept(const fs::path& folder) {
  try {
    const CheckpointState state = read_checkpoint_state(folder);
    const auto steps = std::find_if(state.request.begin(), state.request.end(),
                                    [](const auto& entry) { return entry.first == "steps"; });
    if (steps == state.request.end()) {
      return std::nullopt;
    }
    const int n_steps = static_cast<int>(find_number(steps->second).value_or(0));
    if (state.steps_done >= n_steps) {
      return std::nullopt;
    }
    return KeptTraining{folder, state.steps_done, n_steps};
  } catch (const Error&) {
    return std::nullopt;  // opening it says why
  }
}

}  // namespace

std::vector<KeptTraining> find_kept_trainings(const fs::path& models) {
  std::vector<KeptTraining> kept;
  std::error_code failed;
  for (fs::directory_iterator entry(models, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    std::error_code ignored;
    if (!fs::is_regular_file(entry->path() / checkpoint_name, ignored)) {
      continue;
    }
    if (auto training = find_kept(entry->path())) {
      kept.push_back(*std::move(training));
    }
  }
  std::sort(kept.begin(), kept.end(),
            [](const auto& a, const auto& b) { return a.folder < b.folder; });
  return kept;
}

OptionValues resumed_values(OptionValues values, const fs::path& folder) {
  const CheckpointState state = read_checkpoint_state(folder);
  for (const OptionSpec& spec : values.table().specs()) {
    if (spec.group == "training" || spec.group == "mechanism" || spec.id == "seed" ||
        spec.id == "force") {
      values.reset(spec.id);
    }
  }
  for (const auto& [id, text] : state.request) {
    values.set(id, text);
  }
  values.set("resume", "on");
  return values;
}

}  // namespace baryscope
