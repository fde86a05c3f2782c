#include "core/model/pointwise.h"

#include <ATen/ATen.h>

#include <map>

namespace baryscope {

at::Tensor activate(const std::string& name, const at::Tensor& values) {
  using Function = at::Tensor (*)(const at::Tensor&);
  static const Function smooth = [](const at::Tensor& x) { return at::gelu(x, "none"); };
  static const Function by_tanh = [](const at::Tensor& x) { return at::gelu(x, "tanh"); };
  static const Function swish = [](const at::Tensor& x) { return at::silu(x); };
  static const std::map<std::string, Function> functions = {
      {"gelu", smooth},
      {"gelu_fast", by_tanh},
      {"gelu_new", by_tanh},
      {"gelu_python", smooth},
      {"gelu_pytorch_tanh", by_tanh},
      {"linear", [](const at::Tensor& x) { return x; }},
      {"quick_gelu", [](const at::Tensor& x) { return x * at::sigmoid(x * 1.702); }},
      {"relu", [](const at::Tensor& x) { return at::relu(x); }},
      {"relu2", [](const at::Tensor& x) { return at::relu(x).square(); }},
      {"silu", swish},
      {"swish", swish},
      {"tanh", [](const at::Tensor& x) { return at::tanh(x); }},
  };
  return functions.at(name)(values);
}

at::Tensor apply_norm(const TransformerConfig& config, const LinearWeights& norm,
                      const at::Tensor& values) {
  if (config.norm == NormKind::none) {
    return values;
  }
  const std::int64_t width = values.size(-1);
  return config.norm == NormKind::layer
             ? at::layer_norm(values, {width}, norm.weight, norm.bias, config.norm_epsilon)
             : at::rms_norm(values, {width}, norm.weight, config.norm_epsilon);
}

}  // namespace baryscope
