#include "viz/scene/ticks.h"

#include <cmath>

namespace baryscope {

std::vector<double> round_ticks(double minimum, double maximum, int n_wanted) {
  if (!std::isfinite(minimum) || !std::isfinite(maximum) || maximum < minimum || n_wanted < 1) {
    return {};
  }
  if (maximum == minimum) {
    return {minimum};
  }
  const double rough = (maximum - minimum) / n_wanted;
  const int exponent = static_cast<int>(std::floor(std::log10(rough)));
  const double mantissa = rough / std::pow(10.0, exponent);
  const int step = mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10;
  // Dividing by a power of ten keeps 0.3 the double nearest to 0.3; multiplying by 0.1 would not.
  const double power = std::pow(10.0, std::abs(exponent));
  const auto value = [&](double multiple) {
    return exponent < 0 ? multiple * step / power : multiple * step * power;
  };
  const double unit = value(1);
  std::vector<double> ticks;
  for (double k = std::ceil(minimum / unit - 1e-9); k * unit <= maximum + 1e-9 * unit; ++k) {
    ticks.push_back(value(k) + 0.0);
  }
  return ticks;
}

}  // namespace baryscope
