/// Trainings that ended before their last step and can go on, as their folders tell. Free of ATen.
#pragma once

#include <filesystem>
#include <vector>

#include "core/options/option_table.h"

namespace baryscope {

struct KeptTraining {
  std::filesystem::path folder;
  int steps_done = 0;
  int n_steps = 0;

  friend bool operator==(const KeptTraining&, const KeptTraining&) = default;
};

/// Those in the folders of `models`, by name. What has done all its steps, or cannot be read, is
/// left out.
std::vector<KeptTraining> find_kept_trainings(const std::filesystem::path& models);

/// `values` with the options that the folder's training was begun with, and `resume`. What a run
/// may choose anew (device, threads) stays. Throws Error, UsageError.
OptionValues resumed_values(OptionValues values, const std::filesystem::path& folder);

}  // namespace baryscope
