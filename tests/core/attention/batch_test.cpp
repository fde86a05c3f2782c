// attend_batch: the numbers of attend(), item by item, and gradients by central differences.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/attention/attention.h"
#include "core/base/processor.h"
#include "tests/support/random_attention.h"

namespace baryscope::test {
namespace {

using testing::HasSubstr;

/// Every tensor of an input, `kept` aside.
std::vector<at::Tensor*> tensors(AttentionInput& input) {
  std::vector<at::Tensor*> all = {&input.query,       &input.key,     &input.value,
                                  &input.key_prime,   &input.query_2, &input.key_2,
                                  &input.value_prime, &input.value_2, &input.lambda};
  for (at::Tensor& tensor : input.more_keys) all.push_back(&tensor);
  for (at::Tensor& tensor : input.more_values) all.push_back(&tensor);
  return all;
}

/// `n_items` random inputs as one batch.
AttentionInput random_batch(std::int64_t n_items, const RandomShape& shape) {
  AttentionInput batch = random_input(shape);
  for (at::Tensor* const tensor : tensors(batch)) {
    std::vector<std::int64_t> sizes = tensor->sizes().vec();
    sizes.insert(sizes.begin(), n_items);
    *tensor = at::randn(sizes, tensor->options());
  }
  return batch;
}

AttentionInput item(AttentionInput batch, std::int64_t number) {
  for (at::Tensor* const tensor : tensors(batch)) *tensor = tensor->select(0, number);
  if (batch.kept.defined() && batch.kept.dim() == 3) batch.kept = batch.kept.select(0, number);
  return batch;
}

AttentionSpec named(const std::string& mechanism) {
  AttentionSpec spec;
  spec.mechanism = mechanism;
  spec.order = 3;
  return spec;
}

class Batch : public testing::Test {
 protected:
  void SetUp() override { at::manual_seed(8); }
};

TEST_F(Batch, EqualsItsItems) {
  for (const std::int64_t n_tokens : {5, 20}) {
    AttentionInput input = random_batch(3, {2, 1, n_tokens, 6, 3});
    for (const std::string& mechanism : mechanisms) {
      for (const bool select : {false, true}) {
        input.kept = select ? at::rand({3, n_tokens, n_tokens}) < 0.6 : at::Tensor();
        AttentionSpec spec = named(mechanism);
        spec.causal = !select;
        spec.temperature = 1.4;
        const at::Tensor together = attend_batch(input, spec);
        for (std::int64_t number = 0; number < 3; ++number) {
          const at::Tensor alone = attend(item(input, number), spec, {}, 0, false, {}).output;
          EXPECT_LT((together[number] - alone).abs().max().item<double>(), 1e-12)
              << mechanism << " of " << n_tokens << " tokens";
        }
      }
    }
  }
}

TEST_F(Batch, GradientsAreCentralDifferences) {
  constexpr double step = 1e-5;
  for (const std::string& mechanism : mechanisms) {
    AttentionInput input = random_batch(2, {2, 1, 4, 3, 2});
    const AttentionSpec spec = named(mechanism);
    const at::Tensor weights = at::randn({2, 2, 4, 2}, at::kDouble);
    const auto total = [&](const AttentionInput& at_input) {
      return (attend_batch(at_input, spec) * weights).sum();
    };
    for (at::Tensor* const tensor : tensors(input)) tensor->requires_grad_();
    total(input).backward();
    for (at::Tensor* const tensor : tensors(input)) {
      if (!tensor->grad().defined()) continue;
      const at::Tensor direction = at::randn_like(tensor->detach());
      const at::Tensor here = *tensor;
      const auto moved = [&](double by) {
        *tensor = here.detach() + direction * by;
        return total(input).item<double>();
      };
      const double slope = (moved(step) - moved(-step)) / (2 * step);
      *tensor = here;
      const double expected = (here.grad() * direction).sum().item<double>();
      EXPECT_NEAR(slope, expected, 1e-6 * (1 + std::abs(expected))) << mechanism;
    }
    EXPECT_TRUE(input.query.grad().defined() && input.key.grad().defined()) << mechanism;
  }
}

/// attend_batch and the gradients of a weighted sum of it, in one row.
at::Tensor outputs_and_gradients(AttentionInput input, const AttentionSpec& spec) {
  for (at::Tensor* const tensor : tensors(input)) *tensor = tensor->detach().requires_grad_();
  const at::Tensor output = attend_batch(input, spec);
  (output * output.detach().cos()).sum().backward();
  std::vector<at::Tensor> all = {output.detach().flatten()};
  for (at::Tensor* const tensor : tensors(input)) {
    if (tensor->grad().defined()) all.push_back(tensor->grad().flatten());
  }
  return at::cat(all);
}

TEST_F(Batch, EveryLevelOfTheProcessorGivesTheSameNumbersInItsOwnRounding) {
  for (const std::string& mechanism : mechanisms) {
    const AttentionInput input = random_batch(3, {2, 1, 9, 7, 5});
    const auto at_level = [&](const char* level) {
      const ProcessorScope scope(level);
      return outputs_and_gradients(input, named(mechanism));
    };
    const at::Tensor plain = at_level("portable");
    const at::Tensor widest = at_level("auto");
    EXPECT_LT((plain - widest).abs().max().item<double>(), 1e-12) << mechanism;
    EXPECT_TRUE(at::equal(plain, at_level("portable"))) << mechanism;
    if (widest_level() != ProcessorLevel::portable) {
      EXPECT_FALSE(at::equal(plain, widest)) << mechanism << ": no other kernels ran";
      EXPECT_TRUE(at::equal(at_level("avx2"), widest)) << mechanism;
    }
  }
}

TEST_F(Batch, WrongShapesAreSaid) {
  const auto message = [](const std::function<void()>& work) -> std::string {
    try {
      work();
    } catch (const c10::Error& error) {
      return error.what_without_backtrace();
    }
    return "no error";
  };
  const AttentionInput good = random_batch(2, {2, 1, 4, 3, 2});
  EXPECT_THAT(message([&] { attend_batch(item(good, 0), named("pairwise")); }),
              HasSubstr("[batch, n_heads, n_tokens, dim]"));
  EXPECT_THAT(message([&] { attend_batch(good, named("pair")); }), HasSubstr("pairwise, linear"));
  AttentionInput input = good;
  input.key_prime = at::Tensor();
  EXPECT_THAT(message([&] { attend_batch(input, named("two-simplicial")); }), HasSubstr("missing"));
  input = good;
  input.more_keys.clear();
  EXPECT_THAT(message([&] { attend_batch(input, named("n-order")); }), HasSubstr("key_3"));
  input = good;
  input.query_2 = at::Tensor();
  EXPECT_THAT(message([&] { attend_batch(input, named("differential")); }), HasSubstr("query_2"));
}

}  // namespace
}  // namespace baryscope::test
