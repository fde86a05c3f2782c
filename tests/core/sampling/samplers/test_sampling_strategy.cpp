#include "core/sampling/samplers/sampling_strategy.h"

#include <gtest/gtest.h>

#include "core/sampling/samplers/sampler.h"
#include "tests/core/sampling/samplers/sampled_points.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using Amounts = std::vector<std::size_t>;
using test::make_data;
using test::message_of;

DataSet data_of(const std::vector<int>& counts) { return test::random_data(counts, 1, 1); }

TEST(SamplingStrategy, WordsMeanWhatImbalancedLearnMeans) {
  const DataSet data = data_of({30, 100, 10, 100});
  EXPECT_EQ(new_points(data, "auto"), (Amounts{70, 0, 90, 0}));
  EXPECT_EQ(new_points(data, "not majority"), (Amounts{70, 0, 90, 0}));
  EXPECT_EQ(new_points(data, "all"), (Amounts{70, 0, 90, 0}));
  EXPECT_EQ(new_points(data, "minority"), (Amounts{0, 0, 90, 0}));
  EXPECT_EQ(new_points(data, "not minority"), (Amounts{70, 0, 0, 0}));
}

TEST(SamplingStrategy, RatiosAreOfTwoClassesAfterwards) {
  const DataSet data = data_of({101, 20});
  EXPECT_EQ(new_points(data, "0.5"), (Amounts{0, 30}));  // ⌊50.5 − 20⌋
  EXPECT_EQ(new_points(data, "1"), (Amounts{0, 81}));
  EXPECT_EQ(message_of<UsageError>([&] { new_points(data, "0.1"); }),
            "sampling-strategy 0.1: class b has 0.198 of the majority's points already; expected a "
            "larger ratio, at most 1");
  EXPECT_EQ(message_of<UsageError>([&] { new_points(data_of({5, 4, 3}), "0.9"); }),
            "sampling-strategy 0.9: a ratio is for two classes, the data has 3; expected points of "
            "classes afterwards, such as a=500");
}

TEST(SamplingStrategy, TotalsAreOfClassesAfterwards) {
  DataSet data = data_of({10, 20, 5});
  EXPECT_EQ(new_points(data, "a=15,c=5"), (Amounts{5, 0, 0}));
  EXPECT_EQ(new_points(data, "b=1000"), (Amounts{0, 980, 0}));
  data.classes = {"1,5", "x=3", "c"};
  EXPECT_EQ(new_points(data, "1,5=11,x=3=22"), (Amounts{1, 2, 0}));
}

TEST(SamplingStrategy, TotalsAreRefusedWithWhatToDo) {
  DataSet data = data_of({10, 20});
  data.classes = {"benign", "malign"};
  EXPECT_EQ(message_of<UsageError>([&] { new_points(data, "malign=19"); }),
            "sampling-strategy malign=19: class malign has 20 points already; over-sampling only "
            "adds: expected at least that many");
  EXPECT_EQ(message_of<UsageError>([&] { new_points(data, "malin=30"); }),
            "sampling-strategy malin=30: unknown class 'malin': did you mean 'malign'? Known: "
            "benign, malign");
}

TEST(SamplingStrategy, CanonicalTextsAndGrammar) {
  EXPECT_EQ(canonical_strategy("not majority"), "not majority");
  EXPECT_EQ(canonical_strategy("+0.50"), "0.5");
  EXPECT_EQ(canonical_strategy("a=007,b=3"), "a=7,b=3");
  for (const char* bad : {"", "everything", "0", "-0.5", "1.5", "nan", "a=", "a=-3", "=5", "a=1,",
                          "a=1,b", "a=1.5", "a=1,a=2", "majority"}) {
    const std::string message =
        message_of<UsageError>([&] { static_cast<void>(canonical_strategy(bad)); });
    EXPECT_NE(message.find("expected auto, minority, not minority, not majority, all, a ratio"),
              std::string::npos)
        << bad << ": " << message;
  }
}

TEST(SamplingStrategy, ASingleClassHasNothingToBalance) {
  const DataSet data = data_of({10});
  EXPECT_EQ(message_of<SamplerError>([&] { new_points(data, "auto"); }),
            "the data has a single class, a: nothing to balance; give its points afterwards "
            "(sampling-strategy a=500), or sampler none");
  EXPECT_EQ(new_points(data, "a=25"), (Amounts{15}));
}

}  // namespace
}  // namespace baryscope
