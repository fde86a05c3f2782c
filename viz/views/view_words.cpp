#include "viz/views/view_words.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/base/number_text.h"

namespace baryscope {

double bounded(double value) {
  constexpr double k_most = 1e100;
  return std::isfinite(value) ? std::clamp(value, -k_most, k_most) : 0;
}

std::string percent_text(double share) {
  const double percent =
      std::round(100 * (std::isfinite(share) ? std::clamp(share, -1e100, 1e100) : 0));
  return (percent < 0 ? "\u2212" : "") + to_text(std::abs(percent), 0) + " %";
}

std::string short_number(double value) {
  const double size = std::abs(value);
  if (size == 0 || !std::isfinite(value)) {
    return to_text(value);
  }
  const int digits = 2 - static_cast<int>(std::floor(std::log10(size)));
  if (digits > 9 || digits < -12) {
    const double power = std::pow(10.0, digits);
    return std::isfinite(power) ? to_text(std::round(value * power) / power) : to_text(value);
  }
  return to_text(value, std::clamp(digits, 0, 9));
}

void break_line(std::string& finding, std::size_t longest) {
  if (finding.size() <= longest) {
    return;
  }
  std::size_t best = std::string::npos;
  const auto off_middle = [&](std::size_t at) {
    return std::abs(static_cast<double>(at) - static_cast<double>(finding.size()) / 2);
  };
  for (const std::string_view mark : {"; ", ": "}) {
    for (std::size_t at = finding.find(mark); at != std::string::npos;
         at = finding.find(mark, at + 1)) {
      if (best == std::string::npos || off_middle(at) < off_middle(best)) {
        best = at;
      }
    }
    if (best != std::string::npos) {
      finding[best + 1] = '\n';
      return;
    }
  }
}

}  // namespace baryscope
