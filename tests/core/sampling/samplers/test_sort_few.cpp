#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/base/random.h"
#include "core/sampling/samplers/sort_few.h"

namespace baryscope {
namespace {

TEST(SortFew, SortsEveryArrangementOfUpToSixNumbers) {
  for (std::size_t n = 0; n <= 6; ++n) {
    std::vector<int> digits(n, 0);  // counts through all n^n of them, repeats included
    for (std::size_t place = 0; place < n || n == 0;) {
      std::vector<int> found = digits;
      std::vector<int> expected = digits;
      sort_few(std::span(found));
      std::sort(expected.begin(), expected.end());
      ASSERT_EQ(found, expected);
      for (place = 0; place < n && ++digits[place] == static_cast<int>(n); ++place) {
        digits[place] = 0;
      }
      if (n == 0) {
        break;
      }
    }
  }
}

TEST(SortFew, SortsManyNumbersToo) {
  Random random(1);
  std::vector<double> numbers(100);
  std::generate(numbers.begin(), numbers.end(), [&random] { return random.uniform(); });
  std::vector<double> expected = numbers;
  sort_few(std::span(numbers));
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(numbers, expected);
}

}  // namespace
}  // namespace baryscope
