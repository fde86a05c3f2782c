#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

#include "core/simplicial/clique_complex.h"
#include "core/simplicial/maximal_cliques.h"
#include "tests/core/simplicial/graphs.h"

namespace baryscope {
namespace {

using testing::ElementsAre;

constexpr std::size_t most = 1'000'000;

SimplexList cliques(const Graph& graph) { return maximal_cliques(graph, {}, {}); }

SimplexList simplices(const std::vector<std::vector<std::int32_t>>& rows) {
  SimplexList list;
  for (const auto& row : rows) {
    list.push_back(row);
  }
  return list;
}

std::vector<int> betti(const SimplexList& maximal, int max_dimension = 2) {
  return betti_numbers(maximal, max_dimension, most, {}).value();
}

/// Every subset of every maximal simplex, put into a set.
std::set<std::vector<std::int32_t>> plain_faces(const SimplexList& maximal) {
  std::set<std::vector<std::int32_t>> faces;
  for (std::size_t s = 0; s < maximal.size(); ++s) {
    for (unsigned subset = 1; subset < 1U << maximal[s].size(); ++subset) {
      std::vector<std::int32_t> face;
      for (std::size_t v = 0; v < maximal[s].size(); ++v) {
        if ((subset >> v & 1U) != 0) {
          face.push_back(maximal[s][v]);
        }
      }
      faces.insert(face);
    }
  }
  return faces;
}

/// The rank over Z/2 of the boundary from arity to arity − 1, by elimination of dense rows.
int plain_rank(const std::set<std::vector<std::int32_t>>& faces, std::size_t arity) {
  std::vector<std::vector<std::int32_t>> low;
  std::vector<std::vector<std::uint64_t>> rows;
  for (const auto& face : faces) {
    if (face.size() + 1 == arity) {
      low.push_back(face);
    }
  }
  for (const auto& face : faces) {
    if (face.size() == arity) {
      rows.emplace_back(low.size() / 64 + 1, 0);
      for (std::size_t left_out = 0; left_out < arity; ++left_out) {
        auto smaller = face;
        smaller.erase(smaller.begin() + static_cast<std::ptrdiff_t>(left_out));
        const auto at =
            static_cast<std::size_t>(std::ranges::lower_bound(low, smaller) - low.begin());
        rows.back()[at / 64] |= std::uint64_t{1} << at % 64;
      }
    }
  }
  int rank = 0;
  for (std::size_t c = 0; c < low.size(); ++c) {
    const auto has = [c](const auto& row) { return (row[c / 64] >> c % 64 & 1U) != 0; };
    const auto from = rows.begin() + rank;
    const auto pivot = std::find_if(from, rows.end(), has);
    if (pivot == rows.end()) {
      continue;
    }
    std::iter_swap(from, pivot);
    for (auto row = from + 1; row != rows.end(); ++row) {
      if (has(*row)) {
        for (std::size_t i = c / 64; i < row->size(); ++i) {
          (*row)[i] ^= (*from)[i];
        }
      }
    }
    ++rank;
  }
  return rank;
}

TEST(CliqueComplex, OfTheHexagon) {
  EXPECT_EQ(betti(cliques(circle_graph(6, 1))), (std::vector<int>{1, 1, 0}));
  const SimplexList octahedron = cliques(circle_graph(6, 2));
  EXPECT_EQ(betti(octahedron), (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(count_by_dimension(octahedron, 3, most, {}).value(),
            (std::vector<std::size_t>{6, 12, 8, 0}));
  EXPECT_EQ(count_by_arity(octahedron), (std::vector<std::size_t>{0, 0, 0, 8}));
  const SimplexList full = cliques(circle_graph(6, 3));
  EXPECT_EQ(betti(full, 5), (std::vector<int>{1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(count_by_dimension(full, 6, most, {}).value(),
            (std::vector<std::size_t>{6, 15, 20, 15, 6, 1, 0}));
}

TEST(CliqueComplex, OfSpheresTorusAndProjectivePlane) {
  // The cocktail party of m pairs is the sphere of dimension m − 1.
  for (int pairs = 2; pairs <= 6; ++pairs) {
    std::vector<int> sphere(static_cast<std::size_t>(pairs), 0);
    ++sphere.front();
    ++sphere.back();
    EXPECT_EQ(betti(cliques(grouped_graph(2 * pairs, 2)), pairs - 1), sphere) << pairs;
  }
  // Möbius's torus of seven vertices: {i, i + 1, i + 3} and {i, i + 2, i + 3} modulo 7.
  std::vector<std::vector<std::int32_t>> torus;
  for (int i = 0; i < 7; ++i) {
    for (const int middle : {1, 2}) {
      torus.push_back({i, (i + middle) % 7, (i + 3) % 7});
      std::ranges::sort(torus.back());
    }
  }
  EXPECT_EQ(betti(simplices(torus)), (std::vector<int>{1, 2, 1}));
  // The projective plane of six vertices: over Z/2 it has a hole in every dimension.
  EXPECT_EQ(betti(simplices({{0, 1, 2},
                             {0, 2, 3},
                             {0, 3, 4},
                             {0, 4, 5},
                             {0, 1, 5},
                             {1, 2, 4},
                             {2, 3, 5},
                             {1, 3, 4},
                             {2, 4, 5},
                             {1, 3, 5}})),
            (std::vector<int>{1, 1, 1}));
}

TEST(CliqueComplex, OfManyComponentsAndOfNothing) {
  EXPECT_EQ(betti(cliques(make_graph(5, Edges{{0, 1}, {3, 4}}))), (std::vector<int>{3, 0, 0}));
  EXPECT_EQ(betti(SimplexList{}), (std::vector<int>{0, 0, 0}));
  EXPECT_EQ(count_by_arity(SimplexList{}), (std::vector<std::size_t>{0}));
  EXPECT_EQ(count_by_dimension(SimplexList{}, 1, 0, {}).value(), (std::vector<std::size_t>{0, 0}));
  EXPECT_TRUE(faces_of_arity(SimplexList{}, 3, 0, {}).value().empty());
}

TEST(CliqueComplex, EqualsThePlainOneOnRandomGraphs) {
  int n_holes = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const Graph graph = random_graph(12 + static_cast<int>(seed % 5),
                                     0.2 + 0.1 * static_cast<double>(seed % 6), seed);
    const SimplexList maximal = cliques(graph);
    const auto plain = plain_faces(maximal);
    std::vector<std::size_t> counts(5, 0);
    for (const auto& face : plain) {
      if (face.size() <= counts.size()) {
        ++counts[face.size() - 1];
      }
    }
    EXPECT_EQ(count_by_dimension(maximal, 4, most, {}).value(), counts) << seed;
    std::size_t n_maximal = 0;
    const auto by_arity = count_by_arity(maximal);
    for (const std::size_t n : by_arity) {
      n_maximal += n;
    }
    EXPECT_EQ(n_maximal, maximal.size());
    for (int arity = 1; arity <= 5; ++arity) {
      SimplexList expected;
      for (const auto& face : plain) {
        if (face.size() == static_cast<std::size_t>(arity)) {
          expected.push_back(face);
        }
      }
      EXPECT_EQ(faces_of_arity(maximal, arity, most, {}).value(), expected) << seed << " " << arity;
    }
    std::vector<int> numbers;
    for (std::size_t d = 0; d < 4; ++d) {
      const int rank_below = d == 0 ? 0 : plain_rank(plain, d + 1);
      numbers.push_back(static_cast<int>(counts[d]) - rank_below - plain_rank(plain, d + 2));
      n_holes += d > 0 ? numbers.back() : 0;
    }
    EXPECT_EQ(betti(maximal, 3), numbers) << seed;
  }
  EXPECT_GT(n_holes, 20);
}

// Columns of many words. (Euler's characteristic would not do: whatever the ranks are, they
// cancel.)
TEST(CliqueComplex, HolesOfLargeComplexesEqualPlainRanks) {
  for (const auto& [n_points, share] : {std::pair{45, 0.2}, {60, 0.16}, {60, 0.22}, {160, 0.08}}) {
    const SimplexList maximal = cliques(random_graph(n_points, share, 3));
    const auto plain = plain_faces(maximal);
    std::vector<int> numbers;
    int rank_below = 0;
    for (std::size_t arity = 1; arity <= 4; ++arity) {
      const int rank = plain_rank(plain, arity + 1);
      const auto n_faces =
          std::ranges::count_if(plain, [arity](const auto& face) { return face.size() == arity; });
      numbers.push_back(static_cast<int>(n_faces) - rank_below - rank);
      rank_below = rank;
    }
    EXPECT_EQ(betti(maximal, 3), numbers) << n_points;
    EXPECT_GT(numbers[1], 20);
  }
}

TEST(CliqueComplex, IsNothingPastTheLimit) {
  const SimplexList octahedron = cliques(circle_graph(6, 2));
  EXPECT_EQ(faces_of_arity(octahedron, 2, 12, {}).value().size(), 12U);
  EXPECT_FALSE(faces_of_arity(octahedron, 2, 11, {}).has_value());
  EXPECT_TRUE(betti_numbers(octahedron, 1, 26, {}).has_value());
  EXPECT_FALSE(betti_numbers(octahedron, 1, 25, {}).has_value());
  EXPECT_FALSE(count_by_dimension(octahedron, 2, 5, {}).has_value());
  EXPECT_FALSE(betti_numbers(cliques(grouped_graph(30, 3)), 5, 10'000, {}).has_value());
}

TEST(CliqueComplex, CountsTheFacesOfOneSimplexWithoutListingThem) {
  SimplexList one;
  one.push_back(std::vector<std::int32_t>{3,  4,  5,  6,  7,  8,  9,  10, 11, 12,
                                          13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
                                          23, 24, 25, 26, 27, 28, 29, 30, 31, 32});
  EXPECT_EQ(count_by_dimension(one, 3, 0, {}).value(),
            (std::vector<std::size_t>{30, 435, 4060, 27405}));
  EXPECT_EQ(faces_of_arity(one, 30, 1, {}).value(), one);
  EXPECT_FALSE(faces_of_arity(one, 15, 1000, {}).has_value());
  const SimplexList large = cliques(complete_graph(200));
  EXPECT_EQ(count_by_dimension(large, 1, 0, {}).value(), (std::vector<std::size_t>{200, 19900}));
  EXPECT_FALSE(count_by_dimension(large, 199, most, {}).has_value());  // C(200, 100) > 2^64
}

}  // namespace
}  // namespace baryscope
