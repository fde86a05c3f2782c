/// All that a training needs to go on as if it had never stopped: checkpoint.safetensors.
#pragma once

#include <filesystem>

#include "core/model/transformer.h"
#include "core/training/adamw.h"
#include "core/training/checkpoint_state.h"

namespace baryscope {

/// Tensors "weights.<name>", "adamw.<name>.m", "adamw.<name>.v"; the rest is metadata
/// (resources/docs/formats.md). Whole or not at all. Throws Error.
void save_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                     const AdamW& optimizer, const CheckpointState& state);

/// Copies weights and moments of the folder's checkpoint into model and optimiser. Throws Error
/// where the file is none of ours or of another model.
CheckpointState load_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                                AdamW& optimizer);

}  // namespace baryscope
