#include "core/attention/tuple_attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>

#include <algorithm>
#include <limits>

#include "core/analysis/mechanism_list.h"
#include "core/attention/mask.h"
#include "core/attention/tuple_head.h"

namespace baryscope {

std::int64_t n_top(int top, std::int64_t n_tokens, int order) {
  std::int64_t all = 1;
  for (int slot = 0; slot < order && all < top; ++slot) all *= n_tokens;
  return std::min<std::int64_t>(std::max(top, 0), all);
}

namespace {

/// Queries in a block: enough to share the keys' cache lines, few enough that the union of their
/// windows stays near one window.
constexpr std::int64_t rows_in_block = 16;
/// Scores in one chunk: a few MB a thread whatever the request.
constexpr std::int64_t chunk_budget = std::int64_t{1} << 19;
/// Tuples collected beyond those reported. Scores that differ by rounding alone give one weight,
/// and among equal weights the lower tuple comes first.
constexpr int n_spare_tuples = 16;
constexpr int most_tops = std::numeric_limits<int>::max() - n_spare_tuples;
/// Numbers of a dense result or a list of heaviest tuples beyond which a request is a mistake.
constexpr double result_limit = static_cast<double>(std::int64_t{1} << 28);

AttentionResult empty_result(const TuplePlan& plan) {
  const PreparedInput& input = *plan.input;
  const at::TensorOptions options = input.query.options();
  const std::int64_t heads = input.n_heads;
  const std::int64_t rows = input.n_rows;
  const std::int64_t tokens = input.n_tokens;
  AttentionResult result;
  result.output = at::zeros({heads, rows, input.value_dim}, options);
  result.log_sum_exp = at::zeros({heads, rows}, options);
  if (plan.spec->statistics) {
    result.marginal_key = at::zeros({heads, rows, tokens}, options);
    result.entropy = at::zeros({heads, rows}, options);
    if (plan.order == 2) {
      result.marginal_key_prime = at::zeros({heads, rows, tokens}, options);
      result.mutual_information = at::zeros({heads, rows}, options);
    }
  }
  const double n_tops = static_cast<double>(heads * rows) * static_cast<double>(plan.n_top);
  TORCH_CHECK_VALUE(n_tops * plan.order <= result_limit, "the heaviest ", plan.n_top, " tuples of ",
                    heads * rows, " rows do not fit; ask for fewer, or fewer rows");
  if (plan.n_top > 0) {
    result.top_weight = at::zeros({heads, rows, plan.n_top}, options);
    result.top_index =
        at::full({heads, rows, plan.n_top, plan.order}, -1, options.dtype(at::kLong));
  }
  if (plan.dense) {
    double n_weights = static_cast<double>(heads * rows);
    std::vector<std::int64_t> shape = {heads, rows};
    for (int slot = 0; slot < plan.order; ++slot) {
      shape.push_back(tokens);
      n_weights *= static_cast<double>(tokens);
    }
    TORCH_CHECK_VALUE(n_weights <= result_limit, "dense weights of ", heads * rows, " rows and ",
                      tokens, " tokens at order ", plan.order,
                      " do not fit; ask for fewer rows, or for the heaviest tuples");
    result.weights = at::zeros(shape, options);
  }
  return result;
}

/// Key-anchored pieces are small: with more queries in a block there are fewer of them, and a wide
/// window's union grows little.
std::int64_t most_rows_in_block(const PreparedInput& input, const AttentionSpec& spec) {
  if (!is_key_anchored(spec) || input.kept.defined()) return rows_in_block;
  return std::clamp<std::int64_t>(std::min(*spec.window_1, input.n_tokens) / 4, rows_in_block,
                                  4 * rows_in_block);
}

struct Block {
  std::int64_t begin = 0, count = 0;
  std::vector<TuplePiece> pieces;
};

/// Small blocks: one task a head and block, side by side, told about after each round.
void attend_in_parallel(const TuplePlan& plan, std::int64_t block_rows,
                        const AttentionProgress& progress, AttentionResult& result) {
  const PreparedInput& input = *plan.input;
  const std::int64_t n_blocks = (input.n_rows + block_rows - 1) / block_rows;
  const std::int64_t in_round = std::max<std::int64_t>(
      1, (std::int64_t{4} * at::get_num_threads() + input.n_heads - 1) / input.n_heads);
  for (std::int64_t round = 0; round < n_blocks; round += in_round) {
    std::vector<Block> blocks;
    for (std::int64_t number = round; number < std::min(round + in_round, n_blocks); ++number) {
      Block block;
      block.begin = number * block_rows;
      block.count = std::min(block_rows, input.n_rows - block.begin);
      block.pieces = tuple_pieces(input, *plan.spec, block.begin, block.count);
      blocks.push_back(std::move(block));
    }
    const auto n_tasks = static_cast<std::int64_t>(blocks.size()) * input.n_heads;
    at::parallel_for(0, n_tasks, 1, [&](std::int64_t first, std::int64_t last) {
      const c10::NoGradGuard no_grad;
      for (std::int64_t task = first; task < last; ++task) {
        const Block& block = blocks[static_cast<std::size_t>(task / input.n_heads)];
        attend_head_rows(plan, block.pieces, task % input.n_heads, block.begin, block.count, {},
                         result);
      }
    });
    if (progress) {
      progress(static_cast<double>(std::min(round + in_round, n_blocks)) /
               static_cast<double>(n_blocks));
    }
  }
}

/// Large blocks: one after the other, each operation on all threads, told about after each chunk.
void attend_in_turn(const TuplePlan& plan, std::int64_t block_rows, std::int64_t n_chunks,
                    const AttentionProgress& progress, AttentionResult& result) {
  const c10::NoGradGuard no_grad;
  const PreparedInput& input = *plan.input;
  const std::int64_t n_blocks = (input.n_rows + block_rows - 1) / block_rows;
  const double n_tasks = static_cast<double>(n_blocks * input.n_heads);
  std::int64_t task = 0;
  for (std::int64_t begin = 0; begin < input.n_rows; begin += block_rows) {
    const std::int64_t count = std::min(block_rows, input.n_rows - begin);
    const std::vector<TuplePiece> pieces = tuple_pieces(input, *plan.spec, begin, count);
    for (std::int64_t head = 0; head < input.n_heads; ++head, ++task) {
      std::int64_t chunks_done = 0;
      const auto between = [&] {
        if (!progress) return;
        ++chunks_done;
        const double share =
            std::min(1.0, static_cast<double>(chunks_done) / static_cast<double>(n_chunks));
        progress((static_cast<double>(task) + share) / n_tasks);
      };
      attend_head_rows(plan, pieces, head, begin, count, between, result);
    }
  }
}

/// One pass, without the null model of a key-anchored window.
AttentionResult attend_once(const PreparedInput& input, const AttentionSpec& spec, int top,
                            bool dense, const AttentionProgress& progress) {
  TuplePlan plan = tuple_plan(input, spec);
  plan.n_top = n_top(top, input.n_tokens, plan.order);
  plan.n_collected =
      top > 0 ? n_top(std::min(top, most_tops) + n_spare_tuples, input.n_tokens, plan.order) : 0;
  plan.dense = dense;
  AttentionResult result = empty_result(plan);
  if (input.n_rows == 0) return result;

  const TupleBlocking blocking = tuple_blocking(input, spec);
  if (blocking.n_chunks > 3 || !input.query.is_cpu()) {
    attend_in_turn(plan, blocking.rows, static_cast<std::int64_t>(blocking.n_chunks) + 1, progress,
                   result);
  } else {
    attend_in_parallel(plan, blocking.rows, progress, result);
  }
  return result;
}

}  // namespace

TuplePlan tuple_plan(const PreparedInput& input, const AttentionSpec& spec) {
  TuplePlan plan;
  plan.input = &input;
  plan.spec = &spec;
  plan.order = n_slots(spec);
  plan.first_keys = TupleScore::prepared_keys(spec, input.keys[0]);
  if (score_of(spec).score == TripleScore::unsigned_triple) {
    plan.first_norms = input.keys[0].norm(2, -1);
  }
  plan.chunk_budget = chunk_budget;
  return plan;
}

TupleBlocking tuple_blocking(const PreparedInput& input, const AttentionSpec& spec) {
  const SlotSizes sizes = slot_sizes(input, spec);
  double row_scores = static_cast<double>(std::max<std::int64_t>(1, sizes.first));
  for (int slot = 1; slot < n_slots(spec); ++slot) {
    row_scores *= static_cast<double>(std::max<std::int64_t>(1, sizes.further));
  }
  const auto budget = static_cast<double>(chunk_budget);
  TupleBlocking blocking;
  blocking.rows = std::clamp<std::int64_t>(static_cast<std::int64_t>(budget / row_scores), 1,
                                           most_rows_in_block(input, spec));
  blocking.n_chunks = static_cast<double>(blocking.rows) * row_scores / budget;
  return blocking;
}

AttentionResult attend_tuples(const PreparedInput& input, const AttentionSpec& spec, int top,
                              bool dense, const AttentionProgress& progress) {
  AttentionResult result = attend_once(input, spec, top, dense, progress);
  if (!spec.statistics || n_slots(spec) != 2 || !is_key_anchored(spec)) return result;
  AttentionSpec null_spec = spec;
  null_spec.mechanism = tuple_mechanism(2).name;
  null_spec.score = triple_score(TripleScore::rank_one).name;
  const AttentionProgress still_done = [&progress](double) {
    if (progress) progress(1);
  };
  const bool is_null = score_of(spec).score == TripleScore::rank_one;
  result.mutual_information_null =
      is_null ? result.mutual_information.clone()
              : attend_once(input, null_spec, 0, false, still_done).mutual_information;
  return result;
}

}  // namespace baryscope
