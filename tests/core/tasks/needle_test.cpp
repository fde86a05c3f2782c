/// needle: one highest mark, its word the answer; marks under noise; softmax's leak by formula.
#include "core/tasks/needle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <limits>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TaskOptions sizes(int keys, double noise, bool blank = false) {
  TaskOptions options;
  options.name = "needle";
  options.keys = keys;
  options.key_noise = noise;
  options.blank = blank;
  return options;
}

struct Marks {
  double mean_needle = 0, mean_noise = 0, mean_margin = 0;
};

Marks check_texts(const Task& task, int n_tokens) {
  Random random(2);
  const TaskBatch batch = task.make_of_length(random, 300, n_tokens);
  Marks marks;
  double n_noise = 0;
  for (int example = 0; example < batch.n_examples; ++example) {
    const auto ids = example_ids(batch, example);
    const int query = batch.n_tokens - 1;
    EXPECT_EQ(token_text(task, ids[static_cast<std::size_t>(query)]), "?");
    int highest = -1;
    int second = -1;
    int at = -1;
    for (int i = task.options().blank ? 1 : 0; i < query; ++i) {
      const std::string token = token_text(task, ids[static_cast<std::size_t>(i)]);
      const int mark = std::stoi(token.substr(token.find(':') + 1));
      marks.mean_noise += mark;
      n_noise += 1;
      if (mark > highest) {
        second = highest;
        highest = mark;
        at = i;
      } else {
        second = std::max(second, mark);
      }
    }
    EXPECT_GT(highest, second);
    marks.mean_noise -= highest;
    n_noise -= 1;
    marks.mean_needle += highest / 300.0;
    marks.mean_margin += (highest - second) / 300.0;
    const std::string needle = token_text(task, ids[static_cast<std::size_t>(at)]);
    const auto label = example_labels(batch, example)[static_cast<std::size_t>(query)];
    EXPECT_EQ(task.labels().at(static_cast<std::size_t>(label)),
              needle.substr(0, needle.find(':')));
    EXPECT_THAT(task.relevant_keys(ids, query), ElementsAre(at));
    EXPECT_THAT(task.relevant_keys(ids, 0), IsEmpty());
    EXPECT_THAT(task.true_pairs(ids, query), IsEmpty());
  }
  marks.mean_noise /= n_noise;
  return marks;
}

TEST(NeedleTest, TheHighestMarkIsUniqueAndItsWordTheAnswer) {
  for (const bool blank : {false, true}) {
    for (const auto& [keys, noise] : {std::pair(2, 0.0), {16, 1.0}, {512, 4.0}}) {
      const auto task = make_needle(sizes(keys, noise, blank));
      check_task(*task);
      check_texts(*task, task->min_tokens());
      check_texts(*task, task->max_tokens());
    }
  }
}

TEST(NeedleTest, TheMarginShrinksWithTheNoise) {
  double last_margin = 6;
  for (const double noise : {0.0, 0.5, 1.0, 2.0, 4.0}) {
    const Marks marks = check_texts(*make_needle(sizes(64, noise)), 65);
    std::printf("needle, noise %.1f: needle %.2f, distractors %.2f, margin %.2f\n", noise,
                marks.mean_needle, marks.mean_noise, marks.mean_margin);
    EXPECT_LT(marks.mean_margin, last_margin);
    EXPECT_GE(marks.mean_margin, 1);
    last_margin = marks.mean_margin;
  }
  const Marks still = check_texts(*make_needle(sizes(64, 0)), 65);
  EXPECT_EQ(still.mean_noise, 2);
  EXPECT_NEAR(still.mean_needle, 7, 1e-9);
}

/// The header's claim, with scores affine in the marks: softmax's mass on noise grows with the
/// number of keys, softpick's is exactly 0 where the threshold parts noise from needle.
TEST(NeedleTest, SoftmaxLeaksAndSoftpickDoesNot) {
  const auto task = make_needle(sizes(512, 0.5));
  double last_leak = 0;
  for (const int n_keys : {8, 32, 128, 512}) {
    Random random(4);
    const TaskBatch batch = task->make_of_length(random, 50, n_keys + 1);
    double leak = 0;
    double kept = 0;
    for (int example = 0; example < batch.n_examples; ++example) {
      const auto ids = example_ids(batch, example);
      const int needle = task->relevant_keys(ids, n_keys)[0];
      double softmax_noise = 0;
      double softmax_all = 0;
      for (int key = 0; key < n_keys; ++key) {
        const std::string token = token_text(*task, ids[static_cast<std::size_t>(key)]);
        const double score = 1.5 * (std::stoi(token.substr(token.find(':') + 1)) - 4.75);
        softmax_all += std::exp(score);
        if (key == needle) continue;
        softmax_noise += std::exp(score);
        kept += std::max(0.0, std::expm1(score));
      }
      leak += softmax_noise / softmax_all / batch.n_examples;
    }
    std::printf("needle, %d keys: softmax's mass on noise %.4f\n", n_keys, leak);
    EXPECT_GT(leak, last_leak);
    last_leak = leak;
    EXPECT_EQ(kept, 0);
  }
  EXPECT_GT(last_leak, 0.2);
}

TEST(NeedleTest, NoWordIsFavoured) {
  for (const double share : label_shares(*make_needle(sizes(16, 1)), 20'000)) {
    EXPECT_NEAR(share, 1.0 / 16, 0.01);
  }
}

TEST(NeedleTest, TheExampleAndTypedTexts) {
  const auto task = make_needle(sizes(16, 1));
  EXPECT_EQ(task->example_text(),
            "kiwi:2 mango:3 melon:7 olive:1 apple:2 fig:4 cherry:1 grape:3 ?");
  EXPECT_EQ(task->example_query(), "?");
  EXPECT_THAT(task->relevant_keys(typed_ids(*task, "fig:4 plum:4 kiwi:1 ?"), 3), ElementsAre(0, 1));
  EXPECT_THAT(task->relevant_keys(typed_ids(*task, "?"), 0), IsEmpty());
}

TEST(NeedleTest, SizesThatMakeNoTask) {
  EXPECT_THAT(usage_error(sizes(1, 1)), HasSubstr("needle: keys is 1; expected 2 to 512"));
  EXPECT_THAT(usage_error(sizes(513, 1)), HasSubstr("keys is 513"));
  EXPECT_THAT(usage_error(sizes(16, -0.1)), HasSubstr("key-noise is -0.1; expected 0 to 4"));
  EXPECT_THAT(usage_error(sizes(16, 4.5)), HasSubstr("key-noise is 4.5"));
  EXPECT_THAT(usage_error(sizes(16, std::numeric_limits<double>::quiet_NaN())),
              HasSubstr("key-noise is nan"));
}

}  // namespace
}  // namespace baryscope
