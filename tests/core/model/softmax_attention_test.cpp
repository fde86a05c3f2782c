/// The forward pass's attention, fused or in blocks, against the attention room's.
#include "core/model/softmax_attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gtest/gtest.h>

namespace baryscope {
namespace {

struct Sizes {
  std::int64_t n_batch = 1, n_heads = 4, n_groups = 2, n_tokens = 40, head_dim = 6, value_dim = 5;
};

at::Tensor waves(at::IntArrayRef shape, double phase) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return (at::arange(count, at::kDouble) * 0.7 + phase).sin().view(shape).to(at::kFloat);
}

AttentionInput input_of(const Sizes& sizes, bool has_bias) {
  AttentionInput input;
  const auto [n_batch, n_heads, n_groups, n_tokens, head_dim, value_dim] = sizes;
  input.query = waves({n_batch, n_heads, n_tokens, head_dim}, 0) * 2;
  input.key = waves({n_batch, n_groups, n_tokens, head_dim}, 1);
  input.value = waves({n_batch, n_groups, n_tokens, value_dim}, 2);
  if (has_bias) input.score_bias = waves({n_heads, n_tokens, n_tokens}, 3);
  return input;
}

// The largest difference to attend(), text by text.
double difference(const Sizes& sizes, const AttentionSpec& spec, bool has_bias, bool gradients,
                  std::int64_t most_scores = 1 << 20) {
  const AttentionInput input = input_of(sizes, has_bias);
  const at::Tensor found = softmax_attention(input, spec, gradients, most_scores);
  double largest = 0;
  for (std::int64_t text = 0; text < sizes.n_batch; ++text) {
    AttentionInput one = input;
    one.query = input.query[text];
    one.key = input.key[text];
    one.value = input.value[text];
    const at::Tensor expected = attend(one, spec, {}, 0, false, {}).output;
    largest = std::max(largest, (found[text] - expected).abs().max().item<double>());
  }
  return largest;
}

AttentionSpec with_window(std::int64_t before, std::int64_t after) {
  AttentionSpec spec;
  spec.window_1 = before;
  spec.window_after = after;
  return spec;
}

TEST(SoftmaxAttention, IsThatOfTheAttentionRoom) {
  at::set_num_threads(1);  // so small that threads would wait for each other
  AttentionSpec causal;
  causal.causal = true;
  AttentionSpec capped = with_window(9, 0);
  capped.score_cap = 0.8;
  capped.scale = 1.3;
  capped.temperature = 0.5;
  AttentionSpec scaled;
  scaled.scale = 0.2;
  scaled.temperature = 2;
  for (const std::int64_t n_tokens : {1, 40, 250}) {  // the last is long enough to be fused
    for (const bool gradients : {false, true}) {
      Sizes sizes;
      sizes.n_batch = 2;
      sizes.n_tokens = n_tokens;
      for (const AttentionSpec& spec :
           {AttentionSpec(), causal, capped, scaled, with_window(5, 0), with_window(4, 7)}) {
        EXPECT_LT(difference(sizes, spec, false, gradients), 1e-5) << n_tokens;
        if (!spec.window_1) {
          EXPECT_LT(difference(sizes, spec, true, gradients), 1e-5) << n_tokens;
        }
      }
    }
  }
}

TEST(SoftmaxAttention, OfLongTextsIsComputedInBlocks) {
  Sizes sizes;
  sizes.n_tokens = 100;
  AttentionSpec spec = with_window(30, 12);
  spec.score_cap = 0.7;
  EXPECT_LT(difference(sizes, spec, false, false, 4 * 100 * 7), 1e-5) << "seven queries at a time";
  EXPECT_LT(difference(sizes, spec, false, false, 1), 1e-5) << "one";
  spec = AttentionSpec();
  spec.causal = true;
  EXPECT_LT(difference(sizes, spec, true, false, 4 * 100 * 7), 1e-5);
}

}  // namespace
}  // namespace baryscope
