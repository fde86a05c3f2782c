/// The models that a training leaves on its way, to see later how it went. Free of ATen.
#pragma once

#include <filesystem>
#include <vector>

namespace baryscope {

/// A model folder within that of the training: `checkpoints/step-0000500`.
struct KeptWeights {
  int step = 0;  ///< steps done
  std::filesystem::path folder;
};

/// The steps after which weights are kept, besides the last: `n_kept` moments from before the first
/// step to the last, evenly. None for one or less.
std::vector<int> kept_steps(int n_steps, int n_kept);
std::filesystem::path kept_folder(const std::filesystem::path& model, int step);
/// The same, made where it is missing. Throws Error.
std::filesystem::path made_kept_folder(const std::filesystem::path& model, int step);
/// In order of their steps; none where there are none.
std::vector<KeptWeights> find_kept_weights(const std::filesystem::path& model);
/// Removes them and nothing else: a training that begins anew. Throws Error.
void remove_kept_weights(const std::filesystem::path& model);

}  // namespace baryscope
