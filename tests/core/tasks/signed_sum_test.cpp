/// signed-sum: the answers by the formula, what is right, and which weights reach it.
#include "core/tasks/signed_sum.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "tests/core/tasks/task_checks.h"

namespace baryscope {
namespace {

using testing::HasSubstr;

TaskOptions sizes(int keys, bool blank = false) {
  TaskOptions options;
  options.name = "signed-sum";
  options.keys = keys;
  options.blank = blank;
  return options;
}

/// The answer at `query` of given weights [n] over the values e_word(j), the words plain.
using Weights = std::vector<double> (*)(const std::vector<int>& charges, int query);

std::vector<float> answer_of(const Task& task, const std::vector<int>& words,
                             const std::vector<int>& charges, int query, Weights weights) {
  std::vector<float> answer(static_cast<std::size_t>(task.vector_dim()));
  const std::vector<double> w = weights(charges, query);
  for (std::size_t j = 0; j < words.size(); ++j) {
    answer[static_cast<std::size_t>(words[j])] = static_cast<float>(w[j]);
  }
  return answer;
}

std::vector<double> softmax_weights(const std::vector<int>& charges, int query, double slope) {
  std::vector<double> weights;
  double sum = 0;
  for (const int charge : charges) {
    weights.push_back(std::exp(slope * charge * charges[static_cast<std::size_t>(query)]));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

std::vector<double> cog(const std::vector<int>& charges, int query) {
  std::vector<double> weights;
  for (const int charge : charges) {
    weights.push_back(charge * charges[static_cast<std::size_t>(query)] /
                      static_cast<double>(charges.size()));
  }
  return weights;
}
std::vector<double> softmax(const std::vector<int>& charges, int query) {
  return softmax_weights(charges, query, 1);
}
std::vector<double> two_heads(const std::vector<int>& charges, int query) {
  std::vector<double> weights = softmax_weights(charges, query, 9);
  const std::vector<double> unlike = softmax_weights(charges, query, -9);
  for (std::size_t j = 0; j < weights.size(); ++j) weights[j] -= unlike[j];
  return weights;
}

/// Share of the tokens that these weights answer rightly.
double accuracy(const Task& task, Weights weights) {
  Random random(6);
  double n_right = 0;
  double n = 0;
  for (int round = 0; round < 20; ++round) {
    const TaskBatch batch = task.make(random, 10);
    for (int example = 0; example < batch.n_examples; ++example) {
      std::vector<int> words;
      std::vector<int> charges;
      for (const std::int64_t id : example_ids(batch, example)) {
        words.push_back(static_cast<int>(id / 2));
        charges.push_back(token_text(task, id)[0] == '+' ? 1 : -1);
      }
      for (int query = 0; query < batch.n_tokens; ++query) {
        const auto width = static_cast<std::size_t>(task.vector_dim());
        const auto row = static_cast<std::size_t>(example * batch.n_tokens + query);
        const auto truth = std::span(batch.vectors).subspan(row * width, width);
        const auto answer = answer_of(task, words, charges, query, weights);
        n_right += task.is_right(answer, truth) ? 1 : 0;
        n += 1;
      }
    }
  }
  return n_right / n;
}

TEST(SignedSumTest, AnswersAreTheFormulas) {
  for (const bool blank : {false, true}) {
    for (const int keys : {3, 16, 32}) {
      const auto task = make_signed_sum(sizes(keys, blank));
      check_task(*task);
      EXPECT_EQ(task->vector_dim(), 2 * keys);
      Random random(9);
      for (int round = 0; round < 10; ++round) {
        const TaskBatch batch = task->make(random, 5);
        const int first = blank ? 1 : 0;
        const int n = batch.n_tokens - first;
        for (int example = 0; example < batch.n_examples; ++example) {
          const auto ids = example_ids(batch, example).subspan(static_cast<std::size_t>(first));
          std::set<std::string> words;
          std::set<char> charges;
          for (const std::int64_t id : ids) {
            words.insert(token_text(*task, id).substr(1));
            charges.insert(token_text(*task, id)[0]);
          }
          EXPECT_EQ(static_cast<int>(words.size()), n);
          EXPECT_EQ(charges.size(), 2U);
          for (int i = 0; i < n; ++i) {
            const std::string query = token_text(*task, ids[static_cast<std::size_t>(i)]);
            for (int word = 0; word < task->vector_dim(); ++word) {
              const std::string& name = task->vector_names()[static_cast<std::size_t>(word)];
              double expected = 0;
              for (const std::int64_t id : ids) {
                const std::string token = token_text(*task, id);
                if (token.substr(1) == name) expected += (token[0] == query[0] ? 1.0 : -1.0) / n;
              }
              const auto at = static_cast<std::size_t>(
                  (example * batch.n_tokens + i + first) * task->vector_dim() + word);
              EXPECT_FLOAT_EQ(batch.vectors[at], static_cast<float>(expected));
            }
          }
        }
      }
    }
  }
}

TEST(SignedSumTest, WhatIsRight) {
  const auto task = make_signed_sum(sizes(3));
  const std::vector<float> truth = {0.25F, -0.25F, 0, 0, 0.25F, 0.25F};
  const auto is_right = [&](std::vector<float> answer) { return task->is_right(answer, truth); };
  EXPECT_TRUE(is_right({0.25F, -0.25F, 0, 0, 0.25F, 0.25F}));
  EXPECT_TRUE(is_right({0.13F, -9, 0.06F, -0.06F, 0.25F, 0.25F}));
  EXPECT_FALSE(is_right({0.12F, -0.25F, 0, 0, 0.25F, 0.25F}));
  EXPECT_FALSE(is_right({0.25F, 0.25F, 0, 0, 0.25F, 0.25F}));
  EXPECT_FALSE(is_right({0.25F, -0.25F, 0.07F, 0, 0.25F, 0.25F}));
  EXPECT_FALSE(is_right({0.25F, -0.25F, std::nanf(""), 0, 0.25F, 0.25F}));
  EXPECT_FALSE(is_right({std::nanf(""), -0.25F, 0, 0, 0.25F, 0.25F}));
}

TEST(SignedSumTest, SignedWeightsReachItOneSoftmaxDoesNotTwoDo) {
  const auto task = make_signed_sum(sizes(16));
  EXPECT_EQ(accuracy(*task, cog), 1);
  EXPECT_EQ(accuracy(*task, two_heads), 1);
  EXPECT_EQ(accuracy(*task, softmax), 0);
}

TEST(SignedSumTest, TheExample) {
  const auto task = make_signed_sum(sizes(16));
  EXPECT_EQ(task->example_text(), "+apple -pear +plum +fig -kiwi +lemon");
  EXPECT_EQ(task->example_query(), "-pear");
  EXPECT_EQ(make_signed_sum(sizes(3))->example_text(), "+apple -pear +plum");
}

TEST(SignedSumTest, SizesThatMakeNoTask) {
  EXPECT_THAT(usage_error(sizes(2)), HasSubstr("signed-sum: keys is 2; expected 3 to 32"));
  EXPECT_THAT(usage_error(sizes(33)), HasSubstr("keys is 33"));
}

}  // namespace
}  // namespace baryscope
