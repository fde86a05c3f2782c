#include "core/attention/tuple_gradient.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <limits>

#include "core/attention/tuple_attention.h"

// With P = exp(A − LSE) over a query's tuples (j, p), p standing for the tuple of further keys, r_p
// and u_p for the products of their keys and values, and D_i = dO_i·O_i:
//   dP_ijp = (dO_i∘u_p)·v_j      dA = P∘(dP − D_i + dLSE_i)
//   dv_j = Σ_ip P (dO_i∘u_p)     du_p = Σ_i dO_i∘(Σ_j P v_j)
// and dA goes on to q, k and r as score_gradient.cpp says. All of them are products with the rows
// dO∘u and q∘r of a block of queries. Under output-scaling dO is scaled first.
namespace baryscope {
namespace {

/// One task's sums: a query head's, over some of its blocks.
struct HeadSums {
  std::vector<at::Tensor> keys, values;  ///< slot by slot [n_tokens, dim]
};

template <typename Scalar>
void add_rows_plainly(const at::Tensor& target, const at::Tensor& index, const at::Tensor& rows) {
  const std::int64_t width = rows.size(1);
  const std::int64_t stride = target.stride(0);
  Scalar* const sums = target.data_ptr<Scalar>();
  const Scalar* row = rows.const_data_ptr<Scalar>();
  const std::int64_t* const places = index.const_data_ptr<std::int64_t>();
  for (std::int64_t number = 0; number < rows.size(0); ++number, row += width) {
    Scalar* const sum = sums + places[number] * stride;
    for (std::int64_t entry = 0; entry < width; ++entry) sum[entry] += row[entry];
  }
}

/// Adds rows [b, m, dim] to the rows of `target` [n_tokens, ≥ dim] at int64 [1 or b, m].
void add_rows_at(const at::Tensor& target, const at::Tensor& index, const at::Tensor& rows) {
  const std::int64_t width = rows.size(2);
  const at::Tensor own = target.narrow(1, 0, width);
  const at::Tensor source =
      (index.size(0) == 1 ? rows.sum(0) : rows.reshape({-1, width})).contiguous();
  const at::Tensor places = index.reshape(-1).contiguous();
  if (!source.is_cpu()) {
    own.index_add_(0, places, source);
  } else if (source.scalar_type() == at::kDouble) {
    add_rows_plainly<double>(own, places, source);
  } else {
    add_rows_plainly<float>(own, places, source);
  }
}

void add_first(const at::Tensor& target, const SlotKeys& first, const at::Tensor& gradient) {
  if (first.is_range()) {
    target.narrow(1, 0, gradient.size(1)).narrow(0, first.begin, first.size()).add_(gradient);
  } else {
    add_rows_at(target, first.index, gradient);
  }
}

/// The gradient of a product over the further slots, passed on to each: the others' product times
/// it. `slots` are the tensors of all slots, the head's own.
void add_rest(const std::vector<at::Tensor>& targets, const std::vector<at::Tensor>& slots,
              const TupleChunk& chunk, const at::Tensor& gradient) {
  const std::size_t n_further = chunk.rest_index.size();
  for (std::size_t slot = 0; slot < n_further; ++slot) {
    at::Tensor own = gradient;
    for (std::size_t other = 0; other < n_further; ++other) {
      if (other == slot) continue;
      const at::Tensor& index = chunk.rest_index[other];
      const at::Tensor rows = slots[other + 1].index_select(0, index.reshape(-1));
      own = own * rows.view({index.size(0), index.size(1), -1});
    }
    add_rows_at(targets[slot + 1], chunk.rest_index[slot], own);
  }
}

std::vector<at::Tensor> head_slots(const std::vector<at::Tensor>& tensors, std::int64_t head,
                                   std::int64_t n_heads) {
  std::vector<at::Tensor> slots;
  slots.reserve(tensors.size());
  for (const at::Tensor& tensor : tensors) {
    slots.push_back(tensor.select(0, head * tensor.size(0) / n_heads));
  }
  return slots;
}

/// What all blocks of a backward pass share.
struct BackwardPass {
  TuplePlan plan;
  at::Tensor log_sum_exp;  ///< [n_heads, n_rows], 0 where a row is empty
  at::Tensor grad_output;  ///< [n_heads, n_rows, value_dim], scaled
  at::Tensor shift;        ///< dLSE_i − D_i, [n_heads, n_rows]
  at::Tensor query;        ///< [n_heads, n_rows, head_dim], written
};

void differentiate_block(const BackwardPass& pass, std::int64_t head, std::int64_t begin,
                         std::int64_t count, const HeadSums& sums) {
  const PreparedInput& input = *pass.plan.input;
  const auto rows_of = [&](const at::Tensor& tensor) {
    return tensor.select(0, head).narrow(0, begin, count);
  };
  const at::Tensor log_sum_exp = rows_of(pass.log_sum_exp).view({count, 1, 1});
  const at::Tensor shift = rows_of(pass.shift).view({count, 1, 1});
  const at::Tensor grad_output = rows_of(pass.grad_output).unsqueeze(1);
  const at::Tensor query = rows_of(pass.query);
  const std::vector<at::Tensor> keys = head_slots(input.keys, head, input.n_heads);
  const std::vector<at::Tensor> values = head_slots(input.values, head, input.n_heads);
  const std::vector<TuplePiece> pieces = tuple_pieces(input, *pass.plan.spec, begin, count);
  visit_tuples(
      pass.plan, pieces, head, begin, count,
      [&](const TupleChunk& chunk, const at::Tensor&, const at::Tensor&) {
        if (chunk.scores.numel() == 0) return;
        const std::int64_t n_rest = chunk.scores.size(1);
        const std::int64_t n_first = chunk.scores.size(2);
        const bool shared = chunk.first_values.dim() == 2;
        const at::Tensor weights = chunk.scores.sub_(log_sum_exp).exp_();
        const at::Tensor flat = weights.view({count * n_rest, n_first});
        const at::Tensor rows = chunk.rest_values.defined() ? grad_output * chunk.rest_values
                                                            : grad_output.contiguous();
        const at::Tensor flat_rows = rows.view({count * n_rest, -1});
        const at::Tensor& first_values = chunk.first_values;
        const at::Tensor grad = shared ? at::mm(flat_rows, first_values.t()).view_as(weights)
                                       : at::bmm(rows, first_values.transpose(1, 2));
        add_first(sums.values[0], *chunk.first,
                  shared ? at::mm(flat.t(), flat_rows) : at::bmm(weights.transpose(1, 2), rows));
        if (chunk.rest_values.defined()) {
          const at::Tensor attended =
              shared ? at::mm(flat, first_values).view_as(rows) : at::bmm(weights, first_values);
          add_rest(sums.values, values, chunk, attended.mul_(grad_output));
        }
        grad.add_(shift).mul_(weights);
        const ScoreGradients found =
            chunk.score->gradients(chunk.first_keys, chunk.first_norms, chunk.rest_keys, grad);
        query.narrow(1, 0, found.query.size(1)).add_(found.query);
        add_first(sums.keys[0], *chunk.first, found.first);
        if (found.rest.defined()) add_rest(sums.keys, keys, chunk, found.rest);
      });
}

/// Sums over tasks and over the query heads that share a key head, in a fixed order.
at::Tensor collected(const std::vector<HeadSums>& tasks, std::int64_t n_heads, std::size_t slot,
                     bool keys, const at::Tensor& like) {
  at::Tensor sum = at::zeros_like(like);
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    const std::int64_t head = static_cast<std::int64_t>(task) % n_heads;
    sum.select(0, head * like.size(0) / n_heads)
        .add_(keys ? tasks[task].keys[slot] : tasks[task].values[slot]);
  }
  return sum;
}

}  // namespace

TupleGradients tuple_gradients(const PreparedInput& input, const AttentionSpec& spec,
                               const at::Tensor& output, const at::Tensor& log_sum_exp,
                               const at::Tensor& grad_output, const at::Tensor& grad_log_sum_exp) {
  const c10::NoGradGuard no_grad;
  const at::ScalarType type = input.query.scalar_type();
  BackwardPass pass;
  pass.plan = tuple_plan(input, spec);
  pass.query = at::zeros_like(input.query);
  const at::Tensor empty = log_sum_exp == -std::numeric_limits<double>::infinity();
  pass.log_sum_exp = log_sum_exp.to(type).masked_fill(empty, 0).contiguous();
  pass.shift = at::zeros_like(pass.log_sum_exp);
  if (grad_log_sum_exp.defined()) pass.shift.add_(grad_log_sum_exp.to(type).masked_fill(empty, 0));
  pass.grad_output =
      at::zeros({input.n_heads, input.n_rows, input.value_dim}, input.query.options());
  if (grad_output.defined()) {
    pass.grad_output.copy_(grad_output);
    pass.shift.sub_((pass.grad_output * output.to(type)).sum(-1));
    if (spec.output_scaling && score_has_scale(spec)) pass.grad_output.mul_(input.base_scale(spec));
  }

  const std::int64_t block_rows = tuple_blocking(input, spec).rows;
  const std::int64_t n_blocks = (input.n_rows + block_rows - 1) / block_rows;
  const std::int64_t n_shares = std::clamp<std::int64_t>(
      (std::int64_t{2} * at::get_num_threads() + input.n_heads - 1) / input.n_heads, 1,
      std::max<std::int64_t>(1, n_blocks));
  std::vector<HeadSums> tasks(static_cast<std::size_t>(n_shares * input.n_heads));
  for (HeadSums& sums : tasks) {
    for (const at::Tensor& key : input.keys) sums.keys.push_back(at::zeros_like(key[0]));
    for (const at::Tensor& value : input.values) sums.values.push_back(at::zeros_like(value[0]));
  }
  const auto work = [&](std::int64_t first, std::int64_t last) {
    const c10::NoGradGuard no_grad_here;
    for (std::int64_t task = first; task < last; ++task) {
      for (std::int64_t block = task / input.n_heads; block < n_blocks; block += n_shares) {
        const std::int64_t begin = block * block_rows;
        differentiate_block(pass, task % input.n_heads, begin,
                            std::min(block_rows, input.n_rows - begin),
                            tasks[static_cast<std::size_t>(task)]);
      }
    }
  };
  const auto n_tasks = static_cast<std::int64_t>(tasks.size());
  if (input.query.is_cpu()) {
    at::parallel_for(0, n_tasks, 1, work);
  } else {
    work(0, n_tasks);
  }

  TupleGradients found;
  found.query = pass.query;
  for (std::size_t slot = 0; slot < input.keys.size(); ++slot) {
    found.keys.push_back(collected(tasks, input.n_heads, slot, true, input.keys[slot]));
    found.values.push_back(collected(tasks, input.n_heads, slot, false, input.values[slot]));
  }
  return found;
}

}  // namespace baryscope
