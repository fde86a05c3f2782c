// Windowed two-simplicial attention against the sgemm and the plain einsum of the same run.
// Prints one JSON line a ratio: {"name", "ratio", "goal", "details"}.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>

#include "core/attention/attention.h"

namespace {

constexpr std::int64_t n_heads = 12, n_tokens = 512, head_dim = 64, window_1 = 512, window_2 = 32;

double seconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// FLOPs a second of a square sgemm.
double sgemm_rate(const at::Tensor& left, const at::Tensor& right) {
  const double size = static_cast<double>(left.size(0));
  return 2 * size * size * size / seconds([&] { at::mm(left, right); });
}

/// The definition written down: every pair of keys of one head scored, masked to the window.
at::Tensor plain_einsum(const baryscope::AttentionInput& input, std::int64_t head) {
  constexpr std::int64_t block = 32;  // All queries at once would need n³ numbers.
  const at::Tensor key = at::arange(n_tokens);
  at::Tensor output = at::empty({n_tokens, head_dim});
  for (std::int64_t begin = 0; begin < n_tokens; begin += block) {
    const at::Tensor query = input.query[head].narrow(0, begin, block);
    const at::Tensor back = key.narrow(0, begin, block).unsqueeze(1) - key;
    const at::Tensor first = (back >= 0) & (back < window_1);
    const at::Tensor second = (back >= 0) & (back < window_2);
    at::Tensor scores = at::einsum("id,jd,kd->ijk", {query, input.key[head], input.key_prime[head]})
                            .div_(std::sqrt(static_cast<double>(head_dim)));
    scores.masked_fill_((first.unsqueeze(2) & second.unsqueeze(1)).logical_not(),
                        -std::numeric_limits<double>::infinity());
    const at::Tensor weights = scores.flatten(1).softmax(1).view_as(scores);
    output.narrow(0, begin, block)
        .copy_(at::einsum("ijk,jd,kd->id", {weights, input.value[head], input.value_prime[head]}));
  }
  return output;
}

void print_ratio(const char* name, double ratio, double goal, const char* details) {
  std::printf("{\"name\":\"%s\",\"ratio\":%.3f,\"goal\":\">= %g\",\"details\":\"%s\"}\n", name,
              ratio, goal, details);
}

}  // namespace

int main() {
  at::manual_seed(1);
  const auto random = [] { return at::randn({n_heads, n_tokens, head_dim}); };
  baryscope::AttentionInput input;
  input.query = random(), input.key = random(), input.value = random();
  input.key_prime = random(), input.value_prime = random();
  baryscope::AttentionSpec spec;
  spec.mechanism = "two-simplicial";
  spec.causal = true;
  spec.window_1 = window_1, spec.window_2 = window_2;
  const double flops =
      2 * baryscope::attention_cost(spec, n_heads, n_tokens, n_tokens, head_dim, {});

  const at::Tensor left = at::randn({1024, 1024});
  const at::Tensor right = at::randn({1024, 1024});
  double best_sgemm = 0;
  double best_fast = std::numeric_limits<double>::infinity();
  double best_statistics = best_fast;
  double best_einsum = best_fast;
  baryscope::AttentionResult result;
  for (int round = 0; round < 7; ++round) {
    for (int repeat = 0; repeat < 5; ++repeat) {
      best_sgemm = std::max(best_sgemm, sgemm_rate(left, right));
    }
    spec.statistics = false;
    best_fast =
        std::min(best_fast, seconds([&] { result = attend(input, spec, {}, 0, false, {}); }));
    spec.statistics = true;
    best_statistics =
        std::min(best_statistics, seconds([&] { attend(input, spec, {}, 16, false, {}); }));
  }
  at::Tensor plain;
  for (int round = 0; round < 2; ++round) {
    best_einsum = std::min(best_einsum, seconds([&] { plain = plain_einsum(input, 0); }));
  }
  const double error = (plain - result.output[0]).abs().max().item<double>();
  const double all_heads = best_einsum * static_cast<double>(n_heads);

  char details[400];
  std::snprintf(
      details, sizeof(details),
      "n=512, 12 heads of 64, window 512x32, exact FLOP count %.3g: %.1f ms (%.1f GFLOP/s; "
      "sgemm %.1f GFLOP/s, %d threads)",
      flops, best_fast * 1e3, flops / best_fast * 1e-9, best_sgemm * 1e-9, at::get_num_threads());
  print_ratio("two-simplicial against sgemm", flops / best_fast / best_sgemm, 0.3, details);
  std::snprintf(details, sizeof(details),
                "plain einsum of one head %.1f ms, times 12; largest difference %.2g",
                best_einsum * 1e3, error);
  print_ratio("two-simplicial against the plain einsum", all_heads / best_fast, 10, details);
  std::snprintf(details, sizeof(details),
                "with marginals, entropy, mutual information and the 16 heaviest pairs: %.1f ms",
                best_statistics * 1e3);
  print_ratio("two-simplicial with statistics against sgemm", flops / best_statistics / best_sgemm,
              0, details);
  return error < 1e-4 ? 0 : 1;
}
