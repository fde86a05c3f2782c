/// Sorting what is nearly always a handful: the draws of one synthetic point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace baryscope {

/// Ascending, of n ≤ 5 numbers without NaN, by a sorting network: no branch, where every branch
/// would be a coin's toss.
template <std::size_t n, typename Number>
void sort_few(Number* numbers) {
  static_assert(n <= 5);
  const auto order = [numbers](std::size_t a, std::size_t b) {
    const Number first = numbers[a];
    const Number second = numbers[b];
    numbers[a] = second < first ? second : first;
    numbers[b] = second < first ? first : second;
  };
  if constexpr (n == 2) {
    order(0, 1);
  } else if constexpr (n == 3) {
    order(0, 2);
    order(0, 1);
    order(1, 2);
  } else if constexpr (n == 4) {
    order(0, 2);
    order(1, 3);
    order(0, 1);
    order(2, 3);
    order(1, 2);
  } else if constexpr (n == 5) {
    order(0, 3);
    order(1, 4);
    order(0, 2);
    order(1, 3);
    order(0, 1);
    order(2, 4);
    order(1, 2);
    order(3, 4);
    order(2, 3);
  }
}

/// Ascending, of any count of numbers without NaN.
template <typename Number>
void sort_few(std::span<Number> numbers) {
  switch (numbers.size()) {
    case 0:
    case 1:
      return;
    case 2:
      return sort_few<2>(numbers.data());
    case 3:
      return sort_few<3>(numbers.data());
    case 4:
      return sort_few<4>(numbers.data());
    case 5:
      return sort_few<5>(numbers.data());
    default:
      std::sort(numbers.begin(), numbers.end());
  }
}

}  // namespace baryscope
