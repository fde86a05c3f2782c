#include "core/attention/tuple_head.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <limits>

#include "core/attention/infinity.h"
#include "core/attention/mask.h"
#include "core/attention/top_tuples.h"

namespace baryscope {
namespace {

std::int64_t power(std::int64_t base, int exponent) {
  std::int64_t result = 1;
  for (int step = 0; step < exponent; ++step) result *= base;
  return result;
}

/// The head of a key-like tensor that the query head reads.
at::Tensor head_of(const at::Tensor& tensor, std::int64_t head, std::int64_t n_heads) {
  return tensor.select(0, head * tensor.size(0) / n_heads);
}

/// Rows of [n_tokens, …] at int64 [1 or n_block, n]: [1 or n_block, n, …].
at::Tensor rows_at(const at::Tensor& tensor, const at::Tensor& index) {
  std::vector<std::int64_t> shape = {index.size(0), index.size(1)};
  shape.insert(shape.end(), tensor.sizes().begin() + 1, tensor.sizes().end());
  return tensor.index_select(0, index.reshape(-1)).view(shape);
}

/// Slot 1's rows: a view where its keys are one range, else one list a query.
at::Tensor first_rows(const at::Tensor& tensor, const SlotKeys& first) {
  if (first.is_range()) return tensor.narrow(0, first.begin, first.size());
  return rows_at(tensor, first.index);
}

/// The further slots of one chunk.
struct RestTuples {
  std::vector<at::Tensor> index;  ///< slot by slot, int64 [1 or n_block, n_rest]
  at::Tensor allowed;             ///< bool [n_block, n_rest]; undefined: all
  at::Tensor code;                ///< int64 [1 or n_block, n_rest]
};

RestTuples rest_tuples(const SlotKeys& further, int n_further, std::int64_t n_tokens,
                       std::int64_t begin, std::int64_t count) {
  RestTuples rest;
  const at::Tensor flat = at::arange(begin, begin + count, further.index.options());
  for (int slot = 0; slot < n_further; ++slot) {
    const int later = n_further - 1 - slot;
    at::Tensor index;
    at::Tensor allowed;
    if (n_further == 1) {
      index = further.index.narrow(1, begin, count);
      if (further.allowed.defined()) allowed = further.allowed.narrow(1, begin, count);
    } else {
      const at::Tensor place =
          flat.floor_divide(power(further.size(), later)).remainder(further.size());
      index = further.index.index_select(1, place);
      if (further.allowed.defined()) allowed = further.allowed.index_select(1, place);
    }
    if (allowed.defined()) rest.allowed = rest.allowed.defined() ? rest.allowed & allowed : allowed;
    const at::Tensor share = index * power(n_tokens, later);
    rest.code = rest.code.defined() ? rest.code + share : share;
    rest.index.push_back(index);
  }
  return rest;
}

/// The product over the further slots of a head's rows of `tensors` (keys or values).
at::Tensor rest_product(const std::vector<at::Tensor>& tensors, const RestTuples& rest,
                        const SlotKeys& further, std::int64_t begin, std::int64_t count,
                        std::int64_t head, std::int64_t n_heads) {
  if (rest.index.size() == 1 && further.is_range()) {
    return head_of(tensors[1], head, n_heads).narrow(0, further.begin + begin, count).unsqueeze(0);
  }
  at::Tensor product;
  for (std::size_t slot = 0; slot < rest.index.size(); ++slot) {
    const at::Tensor rows = rows_at(head_of(tensors[slot + 1], head, n_heads), rest.index[slot]);
    product = product.defined() ? product.mul_(rows) : rows;
  }
  return product;
}

void mask_scores(const at::Tensor& scores, const SlotKeys& first, const RestTuples& rest,
                 const AttentionSpec& spec) {
  if (first.allowed.defined()) {
    const auto mask_columns = [&](std::int64_t begin, std::int64_t end) {
      if (begin >= end) return;
      scores.narrow(2, begin, end - begin)
          .masked_fill_(first.allowed.narrow(1, begin, end - begin).logical_not().unsqueeze(1),
                        -infinity);
    };
    mask_columns(0, first.is_range() ? first.full_begin : first.size());
    if (first.is_range()) mask_columns(first.full_end, first.size());
  }
  if (rest.allowed.defined()) {
    scores.masked_fill_(rest.allowed.logical_not().unsqueeze(2), -infinity);
  }
  if (rest.index.empty() || !is_key_anchored(spec)) return;
  const at::Tensor key = first.index.unsqueeze(1);
  const std::int64_t reach = *further_window(spec);
  for (const at::Tensor& index : rest.index) {
    const at::Tensor back = key - index.unsqueeze(2);
    scores.masked_fill_((back < 0) | (back >= reach), -infinity);
  }
}

/// Stands for the code of a place in the list that no tuple takes; behind every other.
constexpr std::int64_t no_tuple = std::numeric_limits<std::int64_t>::max();

/// Heaviest first, ties to the lower tuple.
void order_by_weight(at::Tensor& weights, at::Tensor& codes) {
  const at::Tensor by_code = codes.argsort(/*stable=*/true, 1, false);
  weights = weights.gather(1, by_code);
  const at::Tensor by_weight = weights.argsort(/*stable=*/true, 1, /*descending=*/true);
  weights = weights.gather(1, by_weight);
  codes = codes.gather(1, by_code).gather(1, by_weight);
}

}  // namespace

void visit_tuples(const TuplePlan& plan, const std::vector<TuplePiece>& pieces, std::int64_t head,
                  std::int64_t begin, std::int64_t count, const ChunkVisitor& visit) {
  const PreparedInput& input = *plan.input;
  const int n_further = plan.order - 1;
  const TupleScore score(*plan.spec, input.query.select(0, head).narrow(0, begin, count),
                         input.base_scale(*plan.spec));
  const at::Tensor head_keys = head_of(plan.first_keys, head, input.n_heads);
  const at::Tensor head_values = head_of(input.values[0], head, input.n_heads);
  for (const TuplePiece& piece : pieces) {
    const SlotKeys& first = piece.first;
    const at::Tensor first_code = first.index * power(input.n_tokens, n_further);
    TupleChunk chunk;
    chunk.first = &first;
    chunk.score = &score;
    chunk.first_keys = first_rows(head_keys, first);
    if (plan.first_norms.defined()) {
      chunk.first_norms = first_rows(head_of(plan.first_norms, head, input.n_heads), first);
    }
    chunk.first_values = first_rows(head_values, first);
    if (n_further == 0) {
      chunk.scores = score.scores(chunk.first_keys, chunk.first_norms, {});
      mask_scores(chunk.scores, first, {}, *plan.spec);
      visit(chunk, first_code, at::zeros({1, 1}, first_code.options()));
      continue;
    }
    const std::int64_t n_rest = power(piece.further.size(), n_further);
    const std::int64_t step = std::max<std::int64_t>(
        1, plan.chunk_budget / std::max<std::int64_t>(1, count * first.size()));
    for (std::int64_t rest_begin = 0; rest_begin < n_rest; rest_begin += step) {
      const std::int64_t size = std::min(step, n_rest - rest_begin);
      const RestTuples rest =
          rest_tuples(piece.further, n_further, input.n_tokens, rest_begin, size);
      const auto product = [&](const std::vector<at::Tensor>& tensors) {
        return rest_product(tensors, rest, piece.further, rest_begin, size, head, input.n_heads);
      };
      chunk.rest_keys = product(input.keys);
      chunk.scores = score.scores(chunk.first_keys, chunk.first_norms, chunk.rest_keys);
      mask_scores(chunk.scores, first, rest, *plan.spec);
      chunk.rest_values = product(input.values);
      chunk.rest_index = rest.index;
      visit(chunk, first_code, rest.code);
    }
  }
}

void attend_head_rows(const TuplePlan& plan, const std::vector<TuplePiece>& pieces,
                      std::int64_t head, std::int64_t begin, std::int64_t count,
                      const std::function<void()>& between, AttentionResult& result) {
  const PreparedInput& input = *plan.input;
  const bool statistics = plan.spec->statistics;
  const bool pairs = statistics && plan.order == 2;
  TupleAccumulator sums(count, input.n_tokens, input.value_dim, statistics, pairs,
                        input.query.options());
  TopTuples heaviest(count, plan.n_collected, input.query.options());
  visit_tuples(
      plan, pieces, head, begin, count,
      [&](const TupleChunk& chunk, const at::Tensor& first_code, const at::Tensor& rest_code) {
        if (plan.n_top > 0) heaviest.add(chunk.scores, first_code, rest_code);
        sums.add(chunk);
        if (between) between();
      });

  const auto rows_of = [&](const at::Tensor& tensor) {
    return tensor.select(0, head).narrow(0, begin, count);
  };
  const bool rescaled = plan.spec->output_scaling && score_has_scale(*plan.spec);
  rows_of(result.output).copy_(sums.output() * (rescaled ? input.base_scale(*plan.spec) : 1.0));
  const at::Tensor log_sum_exp = sums.log_sum_exp();
  rows_of(result.log_sum_exp).copy_(log_sum_exp);
  if (statistics) {
    rows_of(result.marginal_key).copy_(sums.marginal_first());
    rows_of(result.entropy).copy_(sums.entropy());
  }
  if (pairs) {
    rows_of(result.marginal_key_prime).copy_(sums.marginal_second());
    rows_of(result.mutual_information).copy_(sums.mutual_information());
  }
  const at::Tensor finite_lse = log_sum_exp.masked_fill(log_sum_exp == -infinity, 0).unsqueeze(1);
  if (plan.n_top > 0) {
    at::Tensor codes = heaviest.codes().masked_fill(heaviest.scores() == -infinity, no_tuple);
    at::Tensor weights = (heaviest.scores() - finite_lse).exp();
    order_by_weight(weights, codes);
    weights = weights.narrow(1, 0, plan.n_top);
    codes = codes.narrow(1, 0, plan.n_top);
    rows_of(result.top_weight).copy_(weights);
    const at::Tensor none = codes == no_tuple;
    for (int slot = 0; slot < plan.order; ++slot) {
      const at::Tensor digit = codes.floor_divide(power(input.n_tokens, plan.order - 1 - slot))
                                   .remainder(input.n_tokens);
      rows_of(result.top_index).select(2, slot).copy_(digit.masked_fill(none, -1));
    }
  }
  if (!plan.dense) return;
  const at::Tensor target = rows_of(result.weights).view({count, -1});
  visit_tuples(
      plan, pieces, head, begin, count,
      [&](const TupleChunk& chunk, const at::Tensor& first_code, const at::Tensor& rest_code) {
        const at::Tensor weights = (chunk.scores - finite_lse.unsqueeze(2)).exp();
        const at::Tensor code = (rest_code.unsqueeze(2) + first_code.unsqueeze(1))
                                    .expand_as(weights)
                                    .reshape({count, -1});
        target.scatter_add_(1, code, weights.view({count, -1}));
      });
}

}  // namespace baryscope
