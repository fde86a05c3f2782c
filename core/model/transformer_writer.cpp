#include <ATen/core/grad_mode.h>

#include <system_error>

#include "core/base/atomic_file.h"
#include "core/model/model_error.h"
#include "core/model/transformer.h"
#include "core/model/weights/tensor_file.h"

namespace baryscope {

void save_transformer(const Transformer& model, const std::filesystem::path& folder) {
  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) {
    throw ModelError("cannot make the folder " + folder.string() + ": " + problem.message());
  }
  const at::NoGradGuard no_gradients;
  Transformer::Parameters tensors = model.parameters();
  tensors.insert(tensors.end(), model.buffers().begin(), model.buffers().end());
  for (auto& [name, values] : tensors) {
    values = values.detach();
  }
  write_tensors(tensors, {{"format", "pt"}}, folder / "model.safetensors");
  write_file(folder / "config.json", to_config_json(model.config()));
}

}  // namespace baryscope
