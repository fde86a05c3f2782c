/// street: labels and true pairs against brute force, shares, golden ids, sizes that make no task.
#include "core/tasks/street.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <tuple>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TaskOptions sizes(int places, int plots, bool blank = false) {
  TaskOptions options;
  options.places = places;
  options.plots = plots;
  options.blank = blank;
  return options;
}

int plot_of(const std::string& token) { return std::stoi(token.substr(token.find('@') + 1)); }

TEST(StreetTest, LabelsAndTruePairsAreTheBruteForceOnes) {
  for (const auto& [places, plots] : {std::pair(3, 3), {8, 15}, {12, 64}, {24, 24}, {24, 256}}) {
    for (const bool blank : {false, true}) {
      const auto task = make_street(sizes(places, plots, blank));
      check_task(*task);
      Random random(11);
      const TaskBatch batch = task->make(random, 50);
      for (int example = 0; example < batch.n_examples; ++example) {
        const auto ids = example_ids(batch, example);
        std::set<std::string> names;
        std::set<int> taken;
        for (int i = 0; i < batch.n_tokens; ++i) {
          const std::string token = token_text(*task, ids[i]);
          if (token == "[blank]") continue;
          names.insert(token.substr(0, token.find('@')));
          taken.insert(plot_of(token));
          std::vector<std::pair<int, int>> pairs;
          for (int j = 0; j < batch.n_tokens; ++j) {
            for (int k = j + 1; k < batch.n_tokens; ++k) {
              if (j == i || k == i || token_text(*task, ids[j]) == "[blank]") continue;
              const int sum =
                  plot_of(token_text(*task, ids[j])) + plot_of(token_text(*task, ids[k]));
              if (sum == 2 * plot_of(token)) pairs.emplace_back(j, k);
            }
          }
          EXPECT_EQ(example_labels(batch, example)[i], pairs.empty() ? 0 : 1);
          EXPECT_EQ(task->true_pairs(ids, i), pairs);
        }
        EXPECT_EQ(static_cast<int>(names.size()), places);
        EXPECT_EQ(static_cast<int>(taken.size()), places);
        EXPECT_LT(*taken.rbegin(), plots);
      }
    }
  }
}

TEST(StreetTest, SharesOfPositives) {
  for (const auto& [places, plots, least, most] :
       {std::tuple(8, 15, 0.5, 0.75), {12, 64, 0.3, 0.65}, {3, 3, 1.0 / 3, 1.0 / 3}}) {
    const double share = label_shares(*make_street(sizes(places, plots)), 4000)[1];
    std::printf("street, %d places of %d: %.4f between\n", places, plots, share);
    EXPECT_GE(share, least);
    EXPECT_LE(share, most);
  }
}

TEST(StreetTest, AnyTextOfTheVocabularyHasItsPairs) {
  const auto task = make_street(sizes(8, 15, true));
  const auto ids = typed_ids(*task, "bakery@3 school@1 library@5 park@3 museum@3 park@2 bakery@4");
  EXPECT_THAT(task->true_pairs(ids, 1), ElementsAre(Pair(2, 3), Pair(6, 7)))
      << "two places on one plot, the query's own, are no pair";
  EXPECT_THAT(task->true_pairs(ids, 6), ElementsAre(Pair(1, 2), Pair(2, 4), Pair(2, 5)));
  EXPECT_THAT(task->true_pairs(ids, 7), ElementsAre(Pair(1, 3), Pair(3, 4), Pair(3, 5)));
  EXPECT_THAT(task->true_pairs(ids, 0), IsEmpty());
  EXPECT_THAT(task->true_pairs(std::span(ids).first(1), 0), IsEmpty());
}

TEST(StreetTest, TheExampleIsTheSentence) {
  const auto task = make_street(sizes(8, 15));
  EXPECT_EQ(task->example_text(),
            "bakery@3 school@1 library@5 park@9 museum@14 station@10 theatre@12 harbour@6");
  EXPECT_EQ(task->example_query(), "bakery@3");
  EXPECT_THAT(task->true_pairs(typed_ids(*task, task->example_text()), 0), ElementsAre(Pair(1, 2)));
  for (int places = 3; places <= 24; ++places) {
    for (int plots = places; plots <= 70; ++plots) {
      const auto other = make_street(sizes(places, plots));
      const auto ids = typed_ids(*other, other->example_text());
      ASSERT_EQ(static_cast<int>(ids.size()), places);
      const auto pairs = other->true_pairs(ids, 0);
      ASSERT_FALSE(pairs.empty());
      ASSERT_EQ(pairs.front(), std::pair(1, 2)) << other->example_text();
      std::set<int> taken;
      for (const std::int64_t id : ids) taken.insert(plot_of(token_text(*other, id)));
      ASSERT_EQ(static_cast<int>(taken.size()), places);
    }
  }
}

TEST(StreetTest, SizesThatMakeNoTask) {
  EXPECT_THAT(usage_error(sizes(2, 15)), HasSubstr("street: places is 2; expected 3 to 24"));
  EXPECT_THAT(usage_error(sizes(25, 64)), HasSubstr("places is 25"));
  EXPECT_THAT(usage_error(sizes(8, 7)), HasSubstr("plots is 7; expected 8 to 256"));
  EXPECT_THAT(usage_error(sizes(8, 257)), HasSubstr("plots is 257"));
  EXPECT_THAT(usage_error(sizes(8, 2'000'000'000)), HasSubstr("plots"));
  EXPECT_THAT(usage_error(sizes(-8, -15)), HasSubstr("places is -8"));
}

}  // namespace
}  // namespace baryscope
