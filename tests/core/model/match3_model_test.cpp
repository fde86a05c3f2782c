/// The closed-form model of match3: its answers are the task's labels, its heaviest pairs the
/// solutions, up to the precision that science.md §2.6 states.
#include "core/model/match3_model.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <set>

#include "core/attention/attention.h"
#include "core/model/weights/safetensors.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TaskOptions sizes(int modulus, int numbers) {
  TaskOptions options;
  options.name = "match3";
  options.modulus = modulus;
  options.numbers = numbers;
  options.blank = true;
  return options;
}

at::Tensor to_ids(const TaskBatch& batch) {
  return at::tensor(batch.ids, at::kLong).view({batch.n_examples, batch.n_tokens});
}

/// Ordered pairs (j, k) of positions, those of the text with its blank in front.
std::set<std::pair<int, int>> solutions(const TaskBatch& batch, int example, int query,
                                        int modulus) {
  const auto at = [&](int position) {
    return batch.ids[static_cast<std::size_t>(example * batch.n_tokens + position)];
  };
  std::set<std::pair<int, int>> found;
  for (int j = 1; j < batch.n_tokens; ++j) {
    for (int k = 1; k < batch.n_tokens; ++k) {
      if ((at(query) + at(j) + at(k)) % modulus == 0) found.emplace(j, k);
    }
  }
  return found;
}

TEST(Match3Model, AnswersAreTheLabelsUpToTheLargestModulus) {
  const at::NoGradGuard no_gradients;
  for (const int modulus : {2, 3, 5, 11, 37, 101, 257, 500, 920}) {
    const Transformer model = make_match3_model(sizes(modulus, 64));
    for (const int numbers : {2, 7, 16, 64}) {
      const auto task = make_task(sizes(modulus, numbers));
      Random random(static_cast<std::uint64_t>(modulus + numbers));
      const TaskBatch batch = task->make(random, 2000 / numbers);
      const TransformerOutput output = model.run(to_ids(batch), {}, nullptr, {});
      const at::Tensor labels =
          at::tensor(batch.labels, at::kLong).view({batch.n_examples, batch.n_tokens});
      const at::Tensor asked = labels.ge(0);
      const at::Tensor answers = output.answers.argmax(-1);
      EXPECT_TRUE(at::equal(answers.masked_select(asked), labels.masked_select(asked)))
          << modulus << ", " << numbers << " numbers";
    }
  }
}

TEST(Match3Model, TheOutputIsTheShareOfSolutionsAndTheClock) {
  const at::NoGradGuard no_gradients;
  for (const int modulus : {5, 37, 101, 257, 920}) {
    const Transformer model = make_match3_model(sizes(modulus, 64));
    const auto task = make_task(sizes(modulus, 20));
    Random random(3);
    const TaskBatch batch = task->make(random, 10);
    const at::Tensor stream = model.run(to_ids(batch), {}, nullptr, {}).stream;
    double worst = 0;
    for (int example = 0; example < batch.n_examples; ++example) {
      for (int query = 1; query < batch.n_tokens; ++query) {
        const auto n = static_cast<double>(solutions(batch, example, query, modulus).size());
        worst = std::max(worst, std::abs(stream[example][query][0].item<double>() - n / (n + 1)));
      }
    }
    std::printf("match3 mod %d: c = %.0f, the output is off by %.5f at most\n", modulus,
                match3_sharpness(modulus, 64), worst);
    // A rounding of c relative to the weights, times the steepest slope of β/(β + 1).
    EXPECT_LT(worst, 1e-5 + 4 * match3_sharpness(modulus, 64) * 0x1p-23 / 4);
  }
}

TEST(Match3Model, TheHeaviestPairsAreExactlyTheSolutions) {
  const at::NoGradGuard no_gradients;
  for (const int modulus : {5, 37, 257}) {
    const Transformer model = make_match3_model(sizes(modulus, 12));
    const auto task = make_task(sizes(modulus, 12));
    Random random(8);
    for (int round = 0; round < 10; ++round) {
      const TaskBatch batch = task->make(random, 1);
      Capture capture;
      static_cast<void>(model.run(to_ids(batch), {}, &capture, {}));
      const LayerCapture& layer = capture.layers.at(0);
      AttentionInput input;
      input.query = layer.query;
      input.key = layer.key;
      input.value = layer.value;
      input.key_prime = layer.key_prime;
      input.value_prime = at::ones_like(layer.value);
      AttentionSpec spec;
      spec.mechanism = "two-simplicial";
      spec.score = "determinant";
      const int n = batch.n_tokens;
      const AttentionResult result = attend(input, spec, {}, n * n, false, {});
      for (int query = 1; query < n; ++query) {
        std::set<std::pair<int, int>> expected = solutions(batch, 0, query, modulus);
        expected.emplace(0, 0);
        const double least = 0.5 / static_cast<double>(expected.size());
        std::set<std::pair<int, int>> heavy;
        for (int top = 0; top < n * n; ++top) {
          const double weight = result.top_weight[0][query][top].item<double>();
          const auto pair = std::pair(result.top_index[0][query][top][0].item<int>(),
                                      result.top_index[0][query][top][1].item<int>());
          if (weight > least) {
            heavy.insert(pair);
          } else {
            EXPECT_LT(weight, 1e-6);
          }
        }
        EXPECT_EQ(heavy, expected);
        EXPECT_EQ(expected.size() > 1, batch.labels[static_cast<std::size_t>(query)] == 1);
      }
    }
  }
}

TEST(Match3Model, SavedAndOpenedItIsTheSame) {
  const at::NoGradGuard no_gradients;
  const auto folder =
      std::filesystem::temp_directory_path() / ("baryscope-match3-" + std::to_string(getpid()));
  const Transformer model = make_match3_model(sizes(37, 7));
  save_transformer(model, folder);
  const Safetensors file(folder / "model.safetensors");
  const Transformer opened(load_transformer_config(folder / "config.json"), file, at::kCPU, {});
  EXPECT_EQ(opened.config(), model.config());
  EXPECT_EQ(model.config().max_positions, 65);
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    EXPECT_TRUE(at::equal(model.parameters()[i].second, opened.parameters()[i].second));
  }
  std::filesystem::remove_all(folder);
}

TEST(Match3Model, AModulusThatF32CannotTellApartIsRefused) {
  EXPECT_NO_THROW(match3_sharpness(920, 64));
  try {
    static_cast<void>(make_match3_model(sizes(921, 64)));
    ADD_FAILURE() << "nothing thrown";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("modulus 921"));
    EXPECT_THAT(error.what(), HasSubstr("expected a modulus up to 920"));
  }
}

}  // namespace
}  // namespace baryscope
