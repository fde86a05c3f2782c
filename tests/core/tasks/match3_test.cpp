/// match3: labels and true pairs against brute force, shares, sizes that make no task.
#include "core/tasks/match3.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TaskOptions sizes(int modulus, int numbers, bool blank = false) {
  TaskOptions options;
  options.name = "match3";
  options.modulus = modulus;
  options.numbers = numbers;
  options.blank = blank;
  return options;
}

TEST(Match3Test, LabelsAndTruePairsAreTheBruteForceOnes) {
  for (const auto& [modulus, numbers] :
       {std::pair(2, 2), {3, 5}, {11, 12}, {37, 7}, {257, 30}, {1024, 64}}) {
    for (const bool blank : {false, true}) {
      const auto task = make_match3(sizes(modulus, numbers, blank));
      check_task(*task);
      Random random(5);
      const TaskBatch batch = task->make(random, 20);
      const int first = blank ? 1 : 0;
      for (int example = 0; example < batch.n_examples; ++example) {
        const auto ids = example_ids(batch, example);
        std::vector<int> x;
        for (int i = first; i < batch.n_tokens; ++i)
          x.push_back(std::stoi(token_text(*task, ids[i])));
        for (int i = 0; i < numbers; ++i) {
          int n_ordered = 0;
          std::vector<std::pair<int, int>> pairs;
          for (int j = 0; j < numbers; ++j) {
            for (int k = 0; k < numbers; ++k) {
              if ((x[i] + x[j] + x[k]) % modulus != 0) continue;
              ++n_ordered;
              if (j < k && j != i && k != i) pairs.emplace_back(j + first, k + first);
            }
          }
          EXPECT_EQ(example_labels(batch, example)[i + first], n_ordered > 0 ? 1 : 0);
          EXPECT_EQ(task->true_pairs(ids, i + first), pairs);
        }
        if (blank) {
          EXPECT_THAT(task->true_pairs(ids, 0), IsEmpty());
        }
      }
    }
  }
}

TEST(Match3Test, SharesOfMatchesAreThoseOfTheFormula) {
  for (const auto& [modulus, numbers] : {std::pair(37, 7), {101, 12}, {11, 12}}) {
    const double share = label_shares(*make_match3(sizes(modulus, numbers)), 4000)[1];
    const double formula = 1 - std::exp(-numbers * (numbers + 1) / 2.0 / modulus);
    std::printf("match3, %d numbers mod %d: %.4f match, formula %.4f\n", numbers, modulus, share,
                formula);
    EXPECT_NEAR(share, formula, 0.03);
  }
}

TEST(Match3Test, TheExampleHasOneTruePair) {
  const auto task = make_match3(sizes(37, 7));
  EXPECT_EQ(task->example_text(), "1 34 2 4 5 6 7");
  EXPECT_EQ(task->example_query(), "=1");
  EXPECT_THAT(task->true_pairs(typed_ids(*task, task->example_text()), 0), ElementsAre(Pair(1, 2)));
  for (int modulus = 2; modulus < 60; ++modulus) {
    const auto other = make_match3(sizes(modulus, 7));
    const auto pairs = other->true_pairs(typed_ids(*other, other->example_text()), 0);
    ASSERT_FALSE(pairs.empty());
    ASSERT_EQ(pairs.front(), std::pair(1, 2)) << other->example_text();
  }
}

TEST(Match3Test, SizesThatMakeNoTask) {
  EXPECT_THAT(usage_error(sizes(1, 7)), HasSubstr("match3: modulus is 1; expected 2 to 1024"));
  EXPECT_THAT(usage_error(sizes(1025, 7)), HasSubstr("modulus is 1025"));
  EXPECT_THAT(usage_error(sizes(37, 1)), HasSubstr("numbers is 1; expected 2 to 256"));
  EXPECT_THAT(usage_error(sizes(37, 2'000'000'000)), HasSubstr("numbers"));
}

}  // namespace
}  // namespace baryscope
