// hull_numbers FILE REPEATS: little-endian int32 n, d, m, then doubles points [n, d], targets [m,
// d]. Prints one line a target: distance gap gauge in_span, and the least seconds
// of REPEATS runs for the distance.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <numeric>
#include <string>

#include "core/base/number_text.h"
#include "core/geometry/hull_membership.h"

int main(int argc, char** argv) {
  using namespace baryscope;
  if (argc != 3) {
    std::fputs("usage: hull_numbers FILE REPEATS\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::int32_t sizes[3] = {};
  file.read(reinterpret_cast<char*>(sizes), sizeof sizes);
  Matrix points(sizes[0], sizes[1]);
  Matrix targets(sizes[2], sizes[1]);
  for (Matrix* matrix : {&points, &targets}) {
    file.read(reinterpret_cast<char*>(matrix->data.data()),
              static_cast<std::streamsize>(matrix->data.size() * sizeof(double)));
  }
  if (!file) {
    std::fputs("hull_numbers: the file is too short\n", stderr);
    return 1;
  }
  const auto n_repeats = find_integer(argv[2]).value_or(1);
  const HullMembership hull(points);
  std::vector<int> rows(static_cast<std::size_t>(points.n_rows));
  std::iota(rows.begin(), rows.end(), 0);
  for (int t = 0; t < targets.n_rows; ++t) {
    HullDistance found;
    double least = std::numeric_limits<double>::infinity();
    for (std::int64_t r = 0; r < n_repeats; ++r) {
      const auto begin = std::chrono::steady_clock::now();
      found = hull.distance(targets.row(t), rows);
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
      least = std::min(least, seconds.count());
    }
    const Gauge g = gauge(points, rows, targets.row(t), 1e-9 * hull.scale());
    const std::string line = to_text(found.distance) + " " + to_text(found.gap) + " " +
                             to_text(g.value) + " " + (g.in_span ? "1" : "0") + " " +
                             to_text(least);
    std::puts(line.c_str());
  }
  return 0;
}
