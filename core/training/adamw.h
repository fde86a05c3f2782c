/// AdamW on all parameters of a model at once, and the norm of their gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace baryscope {

/// Loshchilov & Hutter 2019, β = (0.9, 0.999), ε = 1e-8, no amsgrad:
///   θ ← θ(1 − lr·decay);  m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;
///   θ ← θ − lr·m/(1−β₁ᵗ) / (√(v/(1−β₂ᵗ)) + ε).
/// One fused operator of LibTorch for all parameters: for models of some ten thousand weights the
/// calls cost more than the numbers.
class AdamW {
 public:
  using Tensors = std::vector<std::pair<std::string, at::Tensor>>;

  /// The moments start at zero. Parameters are F32, their storage is written to by step().
  AdamW(const Tensors& parameters, double weight_decay);

  /// `gradients` in the order of the parameters.
  void step(const std::vector<at::Tensor>& gradients, double learning_rate);

  [[nodiscard]] std::int64_t steps() const { return m_steps; }
  /// "<parameter>.m", "<parameter>.v": sharing storage with the optimiser's own.
  [[nodiscard]] Tensors moments() const;
  /// Goes on with copies of these; moments by the names of moments().
  void restore(const Tensors& moments, std::int64_t steps);

 private:
  std::vector<std::string> m_names;
  std::vector<at::Tensor> m_parameters, m_first, m_second, m_step_counts;
  double m_weight_decay;
  std::int64_t m_steps = 0;
};

/// √Σ g² over all tensors together.
double global_norm(const std::vector<at::Tensor>& gradients);
/// Scales all by min(1, largest/norm) where `largest` > 0 (Pascanu et al. 2013).
void clip_to_norm(const std::vector<at::Tensor>& gradients, double norm, double largest);

}  // namespace baryscope
