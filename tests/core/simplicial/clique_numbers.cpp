// clique_numbers FILE REPEATS: little-endian int32 n_vertices, n_edges, max_dimension, then the
// edges [n_edges, 2]. Prints the least seconds of REPEATS searches for the maximal cliques and of
// making the graph; simplices per dimension; Betti numbers; then one clique a line. For the
// comparison with networkx here and for tests/benchmarks/bench_sampling.py.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/simplicial/clique_complex.h"
#include "core/simplicial/graph.h"
#include "core/simplicial/maximal_cliques.h"

namespace {

template <class Numbers>
void print_row(const Numbers& numbers) {
  std::string line;
  for (const auto number : numbers) {
    line += std::to_string(number) + " ";
  }
  std::puts(line.c_str());
}

template <class Function>
double least_seconds(std::int64_t n_repeats, Function function) {
  double least = std::numeric_limits<double>::infinity();
  for (std::int64_t r = 0; r < n_repeats; ++r) {
    const auto begin = std::chrono::steady_clock::now();
    function();
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    least = std::min(least, seconds.count());
  }
  return least;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace baryscope;
  if (argc != 3) {
    std::fputs("usage: clique_numbers FILE REPEATS\n", stderr);
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::int32_t sizes[3] = {};
  file.read(reinterpret_cast<char*>(sizes), sizeof sizes);
  std::vector<std::int32_t> ends(2 * static_cast<std::size_t>(sizes[1]));
  file.read(reinterpret_cast<char*>(ends.data()),
            static_cast<std::streamsize>(ends.size() * sizeof(std::int32_t)));
  if (!file) {
    std::fputs("clique_numbers: the file is too short\n", stderr);
    return 1;
  }
  std::vector<std::pair<std::int32_t, std::int32_t>> edges;
  for (std::size_t e = 0; e < ends.size(); e += 2) {
    edges.emplace_back(ends[e], ends[e + 1]);
  }
  const std::int64_t n_repeats = find_integer(argv[2]).value_or(1);
  const Watch watch;
  Graph graph;
  const double graph_seconds =
      least_seconds(n_repeats, [&] { graph = make_graph(sizes[0], edges); });
  SimplexList cliques;
  const double seconds =
      least_seconds(n_repeats, [&] { cliques = maximal_cliques(graph, {}, watch); });
  std::puts((to_text(seconds) + " " + to_text(graph_seconds)).c_str());
  constexpr std::size_t most = 2'000'000;
  const int max_dimension = sizes[2];
  if (max_dimension >= 0) {
    print_row(count_by_dimension(cliques, max_dimension, most, watch).value());
    print_row(betti_numbers(cliques, max_dimension, most, watch).value());
  }
  for (std::size_t s = 0; s < cliques.size(); ++s) {
    print_row(cliques[s]);
  }
  return 0;
}
