/// All that a training needs to go on as if it had never stopped: checkpoint.safetensors.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/model/transformer.h"
#include "core/training/adamw.h"
#include "core/training/training_record.h"

namespace baryscope {

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

inline constexpr const char* checkpoint_name = "checkpoint.safetensors";

/// Tensors "weights.<name>", "adamw.<name>.m", "adamw.<name>.v"; the rest is metadata
/// (resources/docs/formats.md). Whole or not at all. Throws Error.
void save_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                     const AdamW& optimizer, const CheckpointState& state);

/// Copies weights and moments of the folder's checkpoint into model and optimiser. Throws Error
/// where the file is none of ours or of another model.
CheckpointState load_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                                AdamW& optimizer);

/// The state alone, without the tensors.
CheckpointState read_checkpoint_state(const std::filesystem::path& folder);

}  // namespace baryscope
