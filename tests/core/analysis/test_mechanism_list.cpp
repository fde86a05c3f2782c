#include "core/analysis/mechanism_list.h"

#include <gmock/gmock.h>

#include <set>

#include "core/analysis/analysis_options.h"
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
