/// Sorting what is nearly always a handful: the draws of one synthetic point.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace baryscope {

/// Ascending. By insertion where they are few, without the calls that std::sort makes first.
template <typename Number>
void sort_few(std::span<Number> numbers) {
  constexpr std::size_t few = 16;
  if (numbers.size() > few) {
    std::sort(numbers.begin(), numbers.end());
    return;
  }
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    const Number number = numbers[i];
    std::size_t place = i;
    for (; place > 0 && number < numbers[place - 1]; --place) {
      numbers[place] = numbers[place - 1];
    }
    numbers[place] = number;
  }
}

}  // namespace baryscope
