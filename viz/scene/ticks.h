/// Round numbers for legends and axes.
#pragma once

#include <vector>

namespace baryscope {

/// Ascending multiples of 1, 2 or 5 · 10^k within [minimum, maximum], about `n_wanted` of them.
/// Their steps are no smaller than what doubles of that size can tell apart. Just the one number
/// where both ends are equal; empty where they are not finite.
std::vector<double> round_ticks(double minimum, double maximum, int n_wanted);

}  // namespace baryscope
