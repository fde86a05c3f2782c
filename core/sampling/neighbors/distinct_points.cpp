#include "core/sampling/neighbors/distinct_points.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace baryscope {
namespace {

int compare(std::span<const double> a, std::span<const double> b) {
  for (std::size_t c = 0; c < a.size(); ++c) {
    if (a[c] != b[c]) {
      return a[c] < b[c] ? -1 : 1;
    }
  }
  return 0;
}

}  // namespace

DistinctPoints make_distinct_points(const Matrix& points) {
  const auto n = static_cast<std::size_t>(points.n_rows);
  std::vector<std::int32_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    const int by_place = compare(points.row(a), points.row(b));
    return by_place != 0 ? by_place < 0 : a < b;
  });
  std::vector<std::pair<std::size_t, std::size_t>> runs;  // [begin, end) of `order`
  for (std::size_t i = 0; i < n; ++i) {
    if (i == 0 || compare(points.row(order[i - 1]), points.row(order[i])) != 0) {
      runs.emplace_back(i, i);
    }
    runs.back().second = i + 1;
  }
  DistinctPoints distinct;
  distinct.places = Matrix(static_cast<int>(runs.size()), points.n_columns);
  distinct.offsets.reserve(runs.size() + 1);
  distinct.members.reserve(n);
  for (std::size_t place = 0; place < runs.size(); ++place) {
    const auto [begin, end] = runs[place];
    std::ranges::copy(points.row(order[begin]),
                      distinct.places.row(static_cast<int>(place)).begin());
    distinct.members.insert(distinct.members.end(),
                            order.begin() + static_cast<std::ptrdiff_t>(begin),
                            order.begin() + static_cast<std::ptrdiff_t>(end));
    distinct.offsets.push_back(distinct.members.size());
  }
  return distinct;
}

}  // namespace baryscope
