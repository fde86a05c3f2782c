#include "app/session/film/value_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/base/number_text.h"
#include "core/options/window_words.h"

namespace baryscope {
namespace {

/// As formulas write them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> k_symbols{
    {{"lambda", "λ"},
     {"temperature", "T"},
     {"a-plus", "a₊"},
     {"a-minus", "a₋"},
     {"affine-a", "a"},
     {"affine-b", "b"},
     {"k-neighbors", "k"},
     {"arity", "p"},
     {"alpha", "α"},
     {"bias-strength", "γ"}}};

/// The picture's own title names their value.
constexpr std::array<std::string_view, 1> k_told{"step"};

/// With the minus sign of pictures.
std::string shown_number(std::string text) {
  if (text.starts_with('-')) {
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    text.replace(0, 1, zero ? "" : "−");
  }
  return text;
}

}  // namespace

std::string value_words(const OptionSpec& spec, const std::string& value, int n_decimals) {
  std::string text = value;
  const auto number = find_number(value);
  if (number) {
    text = shown_number(
        n_decimals < 0 || spec.type != OptionType::number ? value : to_text(*number, n_decimals));
  }
  const auto symbol = std::find_if(k_symbols.begin(), k_symbols.end(),
                                   [&](const auto& each) { return each.first == spec.id; });
  if (symbol != k_symbols.end()) {
    return std::string(symbol->second) + " = " + text;
  }
  const bool equation = number && spec.type == OptionType::number;
  return option_words(spec.id) + (equation ? " = " : " ") + text;
}

int decimals_between(double first, double last) {
  const double range = std::abs(last - first);
  if (!(range > 0)) {
    return -1;
  }
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(range) + 1e-9)), 0, 9);
}

std::string value_words(const OptionSpec& spec, const Sweep& sweep, const std::string& value) {
  if (std::find(k_told.begin(), k_told.end(), spec.id) != k_told.end()) {
    return {};
  }
  return value_words(spec, value,
                     sweep.continuous() ? decimals_between(sweep.first, sweep.last) : -1);
}

}  // namespace baryscope
