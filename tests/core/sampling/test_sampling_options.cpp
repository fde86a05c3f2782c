#include "core/sampling/sampling_options.h"

#include <gtest/gtest.h>

#include "core/analysis/analysis_options.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

OptionTable table_with_seed() {
  std::vector<OptionSpec> rows = sampling_options();
  for (OptionSpec& row : analysis_options()) {
    if (row.id == "seed") {
      rows.push_back(row);
    }
  }
  return OptionTable(std::move(rows));
}

TEST(SamplingOptions, DefaultsAreThoseOfTheRequest) {
  const OptionTable table = table_with_seed();
  const auto requests = make_sampling_requests(OptionValues(table));
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0], SamplingRequest());
}

}  // namespace
}  // namespace baryscope
