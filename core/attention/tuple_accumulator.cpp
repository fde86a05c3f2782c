#include "core/attention/tuple_accumulator.h"

#include <ATen/ATen.h>

#include "core/attention/infinity.h"

namespace baryscope {
namespace {

/// e to this power is 0 in every precision; finite, so that 0 times it is 0.
constexpr double vanishing_exponent = -1e4;

void add_at(const at::Tensor& target, const at::Tensor& index, const at::Tensor& source) {
  target.scatter_add_(1, index.expand_as(source), source);
}

at::Tensor entropy_of(const at::Tensor& distribution) {
  return at::xlogy(distribution, distribution).sum(1).neg();
}

}  // namespace

TupleAccumulator::TupleAccumulator(std::int64_t n_block, std::int64_t n_tokens,
                                   std::int64_t value_dim, bool statistics, bool second_marginal,
                                   const at::TensorOptions& options)
    : m_statistics(statistics),
      m_second_marginal(second_marginal),
      m_largest(at::full({n_block}, -infinity, options)),
      m_sum(at::zeros({n_block}, options)),
      m_output(at::zeros({n_block, value_dim}, options)) {
  if (!statistics) return;
  m_first = at::zeros({n_block, n_tokens}, options);
  if (second_marginal) m_second = at::zeros({n_block, n_tokens}, options);
  m_energy = at::zeros({n_block}, options);
}

void TupleAccumulator::rescale(const at::Tensor& largest) {
  const at::Tensor step =
      at::where(m_largest == -infinity, at::zeros_like(largest), m_largest - largest);
  const at::Tensor factor = step.exp();
  if (m_statistics) {
    m_energy.add_(m_sum * step).mul_(factor);
    m_first.mul_(factor.unsqueeze(1));
    if (m_second_marginal) m_second.mul_(factor.unsqueeze(1));
  }
  m_sum.mul_(factor);
  m_output.mul_(factor.unsqueeze(1));
}

void TupleAccumulator::add(const TupleChunk& chunk) {
  const std::int64_t n_block = chunk.scores.size(0);
  const std::int64_t n_rest = chunk.scores.size(1);
  const std::int64_t n_first = chunk.scores.size(2);
  if (n_rest == 0 || n_first == 0) return;

  const at::Tensor largest = at::maximum(m_largest, chunk.scores.amax({1, 2}));
  if (m_started) rescale(largest);
  m_started = true;
  m_largest = largest;
  const at::Tensor shift = largest.masked_fill(largest == -infinity, 0).view({n_block, 1, 1});

  at::Tensor exponentials = chunk.scores.sub_(shift);
  if (m_statistics) {
    exponentials = exponentials.exp();
    const at::Tensor of_first = exponentials.sum(1);
    if (chunk.first->is_range()) {
      m_first.narrow(1, chunk.first->begin, n_first).add_(of_first);
    } else {
      add_at(m_first, chunk.first->index, of_first);
    }
    m_sum.add_(of_first.sum(1));
    if (m_second_marginal) add_at(m_second, chunk.rest_index[0], exponentials.sum(2));
    m_energy.add_(
        chunk.scores.clamp_min_(vanishing_exponent).mul_(exponentials).sum(at::IntArrayRef{1, 2}));
  } else {
    exponentials.exp_();
    m_sum.add_(exponentials.sum(at::IntArrayRef{1, 2}));
  }

  at::Tensor attended;  // [n_block, n_rest, value_dim]
  if (chunk.first_values.dim() == 3) {
    attended = at::bmm(exponentials, chunk.first_values);
  } else {
    attended = at::mm(exponentials.view({n_block * n_rest, n_first}), chunk.first_values)
                   .view({n_block, n_rest, chunk.first_values.size(1)});
  }
  if (chunk.rest_values.defined()) attended.mul_(chunk.rest_values);
  m_output.add_(attended.sum(1));
}

at::Tensor TupleAccumulator::safe_sum() const { return m_sum.masked_fill(m_sum == 0, 1); }

at::Tensor TupleAccumulator::output() const { return m_output / safe_sum().unsqueeze(1); }

at::Tensor TupleAccumulator::log_sum_exp() const { return m_largest + m_sum.log(); }

at::Tensor TupleAccumulator::marginal_first() const { return m_first / safe_sum().unsqueeze(1); }

at::Tensor TupleAccumulator::marginal_second() const { return m_second / safe_sum().unsqueeze(1); }

at::Tensor TupleAccumulator::entropy() const {
  const at::Tensor sum = safe_sum();
  return (sum.log() - m_energy / sum).clamp_min(0);
}

at::Tensor TupleAccumulator::mutual_information() const {
  return (entropy_of(marginal_first()) + entropy_of(marginal_second()) - entropy()).clamp_min(0);
}

}  // namespace baryscope
