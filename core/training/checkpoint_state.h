/// What a checkpoint says besides its tensors: how far a training came, and of what. Free of ATen.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/weights/safetensors.h"
#include "core/training/training_record.h"

namespace baryscope {

inline constexpr const char* checkpoint_name = "checkpoint.safetensors";

/// What is kept beside weights and moments.
struct CheckpointState {
  int steps_done = 0;
  double seconds = 0;      ///< of training so far
  double first_loss = 0;   ///< of the first step: what divergence is judged by
  double recent_loss = 0;  ///< the smoothed loss
  int n_wild_steps = 0;    ///< steps in a row with a wild smoothed loss
  Random::State random{};
  std::vector<TrainingPoint> curve;
  OptionTexts request;  ///< request_options() of the training
};

/// The file's metadata (resources/docs/formats.md), and back. Throws Error where it is none of
/// ours.
std::map<std::string, std::string> checkpoint_metadata(const CheckpointState& state);
CheckpointState checkpoint_state(const Safetensors& file);

/// Of the folder's checkpoint, without reading its tensors. Throws Error.
CheckpointState read_checkpoint_state(const std::filesystem::path& folder);

/// Throws Error: why the training cannot go on from this file, and what to do.
[[noreturn]] void refuse_checkpoint(const std::filesystem::path& path, const std::string& why);

}  // namespace baryscope
