#include "core/analysis/mechanism_list.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "core/analysis/analysis_options.h"
#include "core/analysis/score_list.h"
#include "core/base/error.h"

namespace baryscope {
namespace {

TEST(MechanismList, HasTheMechanismsOfTheProductPageInItsOrder) {
  std::vector<std::string> names;
  for (const MechanismInfo& info : mechanisms()) {
    names.push_back(info.name);
  }
  EXPECT_THAT(names,
              testing::ElementsAre("pairwise", "linear", "relu-expm1", "softpick", "affine",
                                   "differential", "differential-v2", "rectified-differential",
                                   "heaviside-differential", "heaviside-gate", "cog", "dipole-v1",
                                   "dipole-v2", "two-simplicial", "n-order"));
}

TEST(MechanismList, EveryOptionNamedIsARowAndNamedOnce) {
  std::set<std::string> ids;
  for (const OptionSpec& spec : analysis_options()) {
    ids.insert(spec.id);
  }
  for (const MechanismInfo& info : mechanisms()) {
    EXPECT_EQ(std::set<std::string>(info.options.begin(), info.options.end()).size(),
              info.options.size())
        << info.name;
    for (const std::string& id : info.options) {
      EXPECT_TRUE(ids.contains(id)) << info.name << ' ' << id;
    }
    EXPECT_FALSE(info.title.empty() || info.formula.empty() || info.attainable_set.empty());
    EXPECT_EQ(info.summary.back(), '.') << info.name;
    EXPECT_EQ(info.summary.find('\n'), std::string::npos) << info.name;
  }
}

TEST(MechanismList, BorrowedVectorsGoWithTheirOptions) {
  for (const MechanismInfo& info : mechanisms()) {
    const auto has = [&](const char* id) {
      return std::find(info.options.begin(), info.options.end(), id) != info.options.end();
    };
    EXPECT_EQ(info.needs_key_prime, has("key-prime")) << info.name;
    EXPECT_EQ(info.needs_second_query_key, has("second-query-key")) << info.name;
    EXPECT_EQ(info.needs_negative_value, has("negative-value")) << info.name;
  }
}

TEST(MechanismList, TraitsGoWithTheOptionsTheyRead) {
  for (const MechanismInfo& info : mechanisms()) {
    const auto has = [&](const char* id) {
      return std::find(info.options.begin(), info.options.end(), id) != info.options.end();
    };
    EXPECT_EQ(info.lambda != LambdaRule::none, has("lambda")) << info.name;
    EXPECT_EQ(info.lambda != LambdaRule::none, info.needs_second_query_key) << info.name;
    EXPECT_EQ(info.has_score_choice, has("score")) << info.name;
    EXPECT_EQ(info.slots == KeySlots::by_order, has("order")) << info.name;
    EXPECT_EQ(reads_tuples(info), info.needs_key_prime) << info.name;
    EXPECT_EQ(reads_tuples(info), info.attainable == AttainableShape::products) << info.name;
    EXPECT_EQ(info.rule == WeightRule::stretched_softmax, has("affine-a")) << info.name;
    EXPECT_EQ(info.rule == WeightRule::opposite_softmaxes, has("a-plus")) << info.name;
  }
  EXPECT_EQ(n_key_slots(mechanism("softpick"), 3), 1);
  EXPECT_EQ(n_key_slots(mechanism("two-simplicial"), 3), 2);
  EXPECT_EQ(n_key_slots(mechanism("n-order"), 3), 3);
}

TEST(MechanismList, MechanismsAreFoundByWhatTheyDo) {
  EXPECT_EQ(plain_mechanism().name, "pairwise");
  EXPECT_EQ(mechanism_of(WeightRule::softmax).name, "pairwise");
  EXPECT_EQ(mechanism_of(WeightRule::gated_softmax).name, "heaviside-gate");
  EXPECT_EQ(tuple_mechanism(2).name, "two-simplicial");
  for (const int n_keys : {1, 3, 4}) {
    EXPECT_EQ(tuple_mechanism(n_keys).name, "n-order");
  }
}

TEST(ScoreList, EveryScoreIsFoundByNameAndByWhatItIs) {
  for (const ScoreInfo& info : triple_scores()) {
    EXPECT_EQ(&triple_score(info.name), &info);
    EXPECT_EQ(&triple_score(info.score), &info);
    EXPECT_EQ(info.least_width, info.score == TripleScore::determinant ? 3 : 1) << info.name;
  }
  try {
    triple_score("stressen");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'strassen'"));
  }
}

TEST(MechanismList, AnUnknownNameIsAUsageErrorWithTheNearest) {
  EXPECT_EQ(mechanism("cog").family, MechanismFamily::signed_weights);
  try {
    mechanism("pairwize");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("did you mean 'pairwise'"));
    EXPECT_THAT(error.what(), testing::HasSubstr("n-order"));
  }
}

}  // namespace
}  // namespace baryscope
