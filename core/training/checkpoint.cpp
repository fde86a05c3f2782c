#include "core/training/checkpoint.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include <string>
#include <utility>
#include <vector>

#include "core/model/weights/tensor_file.h"

namespace baryscope {
namespace {

at::Tensor matching(const Safetensors& file, const std::string& name, const at::Tensor& target) {
  if (file.find_entry(name) == nullptr) {
    refuse_checkpoint(file.path(), "it has no tensor " + name);
  }
  at::Tensor values = tensor(file, name);
  if (values.sizes() != target.sizes() || values.scalar_type() != at::kFloat) {
    refuse_checkpoint(file.path(), "its tensor " + name + " is of another model");
  }
  return values;
}

}  // namespace

void save_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                     const AdamW& optimizer, const CheckpointState& state) {
  std::vector<std::pair<std::string, at::Tensor>> tensors;
  for (const auto& [name, values] : model.parameters()) {
    tensors.emplace_back("weights." + name, values.detach());
  }
  for (const auto& [name, values] : optimizer.moments()) {
    tensors.emplace_back("adamw." + name, values);
  }
  write_tensors(tensors, checkpoint_metadata(state), folder / checkpoint_name);
}

CheckpointState load_checkpoint(const std::filesystem::path& folder, const Transformer& model,
                                AdamW& optimizer) {
  const at::NoGradGuard no_gradients;
  const Safetensors file(folder / checkpoint_name);
  CheckpointState state = checkpoint_state(file);
  AdamW::Tensors moments = optimizer.moments();
  for (auto& [name, values] : moments) {
    values = matching(file, "adamw." + name, values);
  }
  for (const auto& [name, values] : model.parameters()) {
    at::Tensor(values).copy_(matching(file, "weights." + name, values));
  }
  optimizer.restore(moments, state.steps_done);
  return state;
}

}  // namespace baryscope
