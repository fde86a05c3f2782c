#include "core/training/adamw.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/base/error.h"

namespace baryscope {
namespace {

constexpr double beta_1 = 0.9, beta_2 = 0.999, epsilon = 1e-8;

}  // namespace

AdamW::AdamW(const Tensors& parameters, double weight_decay) : m_weight_decay(weight_decay) {
  for (const auto& [name, parameter] : parameters) {
    m_names.push_back(name);
    m_parameters.push_back(parameter.detach());
    m_first.push_back(at::zeros_like(parameter, at::MemoryFormat::Contiguous).detach());
    m_second.push_back(at::zeros_like(parameter, at::MemoryFormat::Contiguous).detach());
    m_step_counts.push_back(at::zeros({}, parameter.options().dtype(at::kFloat)).detach());
  }
}

void AdamW::step(const std::vector<at::Tensor>& gradients, double learning_rate) {
  BARYSCOPE_CHECK(gradients.size() == m_parameters.size());
  ++m_steps;
  // The operator reads the number of this very step.
  for (at::Tensor& count : m_step_counts) {
    count.fill_(m_steps);
  }
  at::_fused_adamw_(m_parameters, gradients, m_first, m_second, {}, m_step_counts, learning_rate,
                    beta_1, beta_2, m_weight_decay, epsilon, /*amsgrad=*/false,
                    /*maximize=*/false);
}

AdamW::Tensors AdamW::moments() const {
  Tensors tensors;
  for (std::size_t i = 0; i < m_names.size(); ++i) {
    tensors.emplace_back(m_names[i] + ".m", m_first[i]);
    tensors.emplace_back(m_names[i] + ".v", m_second[i]);
  }
  return tensors;
}

void AdamW::restore(const Tensors& moments, std::int64_t steps) {
  const Tensors own = this->moments();
  BARYSCOPE_CHECK(moments.size() == own.size());
  for (std::size_t i = 0; i < own.size(); ++i) {
    BARYSCOPE_CHECK(moments[i].first == own[i].first);
    at::Tensor(own[i].second).copy_(moments[i].second);
  }
  m_steps = steps;
}

double global_norm(const std::vector<at::Tensor>& gradients) {
  const std::vector<at::Tensor> norms = at::_foreach_norm(gradients);
  return at::stack(norms).to(at::kDouble).norm().item<double>();
}

void clip_to_norm(const std::vector<at::Tensor>& gradients, double norm, double largest) {
  if (largest > 0 && norm > largest) {
    at::_foreach_mul_(gradients, at::Scalar(largest / norm));
  }
}

}  // namespace baryscope
