#include "viz/scene/ticks.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/number_text.h"

namespace baryscope {
namespace {

/// multiple · 10^exponent, the double nearest to it: written out and read back, because a product
/// with 0.1 would miss 0.3, and 10^−320 has no reciprocal.
double decimal(std::int64_t multiple, int exponent) {
  const auto value =
      find_number(to_text(multiple) + "e" + to_text(static_cast<std::int64_t>(exponent)));
  return value ? *value : std::numeric_limits<double>::infinity();
}

/// From a number to the next one away from 0, at the largest magnitude of the range.
double spacing(double minimum, double maximum) {
  const double largest = std::max(std::abs(minimum), std::abs(maximum));
  return largest - std::nextafter(largest, 0.0);
}

struct Step {
  int digit = 1;  ///< 1, 2 or 5
  int exponent = 0;
};

/// The least digit · 10^exponent that is no smaller than `width`.
Step step_from(double width) {
  // 10^−324 is no double: what is that small is judged larger.
  const double lift = width < 1e-290 ? 1e40 : 1;
  int exponent = static_cast<int>(std::floor(std::log10(width * lift)));
  const double mantissa = width * lift / std::pow(10.0, exponent);
  exponent -= lift > 1 ? 40 : 0;
  return mantissa <= 1   ? Step{1, exponent}
         : mantissa <= 2 ? Step{2, exponent}
         : mantissa <= 5 ? Step{5, exponent}
                         : Step{1, exponent + 1};
}

}  // namespace

std::vector<double> round_ticks(double minimum, double maximum, int n_wanted) {
  if (!std::isfinite(minimum) || !std::isfinite(maximum) || maximum < minimum || n_wanted < 1) {
    return {};
  }
  if (maximum == minimum) {
    return {minimum};
  }
  // The difference of the ends may be past the largest double, that of their shares is not.
  const double rough = maximum / n_wanted - minimum / n_wanted;
  const Step step = step_from(std::max(rough, spacing(minimum, maximum)));
  const double unit = decimal(step.digit, step.exponent);
  const auto first = static_cast<std::int64_t>(std::ceil(minimum / unit - 1e-9));
  std::vector<double> ticks;
  // A step is no less than an n-th of the range, so there are at most n + 1 of them.
  for (int i = 0; i <= n_wanted + 1; ++i) {
    const double tick = decimal((first + i) * step.digit, step.exponent);
    if (std::isfinite(tick) && tick >= minimum - 1e-9 * unit && tick <= maximum + 1e-9 * unit) {
      ticks.push_back(tick);
    }
  }
  return ticks;
}

}  // namespace baryscope
