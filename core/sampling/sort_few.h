/// Sorting what is nearly always a handful: the draws of one synthetic point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace baryscope {

/// Ascending, of numbers without NaN. Up to five by a sorting network: no branch, where every
/// branch would be a coin's toss.
template <typename Number>
void sort_few(std::span<Number> numbers) {
  const auto order = [numbers](std::size_t a, std::size_t b) {
    const Number first = numbers[a];
    const Number second = numbers[b];
    numbers[a] = second < first ? second : first;
    numbers[b] = second < first ? first : second;
  };
  switch (numbers.size()) {
    case 0:
    case 1:
      return;
    case 2:
      order(0, 1);
      return;
    case 3:
      order(0, 2);
      order(0, 1);
      order(1, 2);
      return;
    case 4:
      order(0, 2);
      order(1, 3);
      order(0, 1);
      order(2, 3);
      order(1, 2);
      return;
    case 5:
      order(0, 3);
      order(1, 4);
      order(0, 2);
      order(1, 3);
      order(0, 1);
      order(2, 4);
      order(1, 2);
      order(3, 4);
      order(2, 3);
      return;
    default:
      std::sort(numbers.begin(), numbers.end());
  }
}

}  // namespace baryscope
