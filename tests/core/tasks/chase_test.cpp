/// chase: labels by following the text itself, true pairs, reach of small maps.
#include "core/tasks/chase.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

TaskOptions sizes(int nodes, int hops, bool blank = false) {
  TaskOptions options;
  options.name = "chase";
  options.nodes = nodes;
  options.hops = hops;
  options.blank = blank;
  return options;
}

TEST(ChaseTest, LabelsFollowThePointersOfTheText) {
  for (const auto& [nodes, hops] : {std::pair(2, 1), {12, 3}, {26, 2}, {26, 64}, {5, 7}}) {
    const auto task = make_chase(sizes(nodes, hops, nodes == 12));
    check_task(*task);
    Random random(21);
    const TaskBatch batch = task->make(random, 100);
    for (int example = 0; example < batch.n_examples; ++example) {
      const auto ids = example_ids(batch, example);
      std::map<std::string, std::string> next;
      std::map<std::string, int> position;
      for (int i = 0; i < batch.n_tokens; ++i) {
        const std::string token = token_text(*task, ids[i]);
        if (token == "[blank]") continue;
        next[token.substr(0, 1)] = token.substr(2);
        position[token.substr(0, 1)] = i;
      }
      ASSERT_EQ(static_cast<int>(next.size()), nodes);
      for (const auto& [node, i] : position) {
        std::string there = node;
        for (int hop = 0; hop < hops; ++hop) there = next.at(there);
        const auto label = example_labels(batch, example)[static_cast<std::size_t>(i)];
        EXPECT_EQ(task->labels().at(static_cast<std::size_t>(label)), there);
        const int j = position.at(next.at(node));
        const int k = position.at(next.at(next.at(node)));
        const bool is_pair = hops == 3 && j != i && k != i && j != k;
        const auto pairs = task->true_pairs(ids, i);
        EXPECT_EQ(pairs.size(), is_pair ? 1U : 0U);
        if (is_pair) {
          EXPECT_EQ(pairs[0], std::pair(std::min(j, k), std::max(j, k)));
        }
      }
    }
  }
}

TEST(ChaseTest, NoNodeIsFavoured) {
  const std::vector<double> shares = label_shares(*make_chase(sizes(12, 3)), 4000);
  for (const double share : shares) EXPECT_NEAR(share, 1.0 / 12, 0.01);
}

TEST(ChaseTest, TheExampleLeadsThroughAllNodes) {
  const auto task = make_chase(sizes(12, 3));
  EXPECT_EQ(task->example_text(), "a>h l>g b>i k>f c>j j>e d>k i>d e>l h>c f>a g>b");
  EXPECT_EQ(task->example_query(), "a>h");
  EXPECT_THAT(task->true_pairs(typed_ids(*task, task->example_text()), 0), ElementsAre(Pair(4, 9)));
  EXPECT_THAT(make_chase(sizes(12, 2))->true_pairs(typed_ids(*task, task->example_text()), 0),
              IsEmpty());
  EXPECT_THAT(task->true_pairs(typed_ids(*task, "a>h h>c"), 0), IsEmpty()) << "c is missing";
  EXPECT_THAT(task->true_pairs(typed_ids(*task, "a>a h>a"), 1), IsEmpty());
}

TEST(ChaseTest, SizesThatMakeNoTask) {
  EXPECT_THAT(usage_error(sizes(1, 3)), HasSubstr("chase: nodes is 1; expected 2 to 26"));
  EXPECT_THAT(usage_error(sizes(27, 3)), HasSubstr("nodes is 27"));
  EXPECT_THAT(usage_error(sizes(12, 0)), HasSubstr("hops is 0; expected 1 to 64"));
  EXPECT_THAT(usage_error(sizes(12, 65)), HasSubstr("hops is 65"));
}

}  // namespace
}  // namespace baryscope
