#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <stop_token>

#include "core/simplicial/degeneracy_order.h"
#include "core/simplicial/maximal_cliques.h"
#include "tests/core/simplicial/graphs.h"
#include "tests/support/error_message.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Cliques = std::vector<std::vector<std::int32_t>>;

Cliques cliques_of(const Graph& graph, const CliqueLimits& limits = {}) {
  const SimplexList list = maximal_cliques(graph, limits, {});
  Cliques cliques;
  for (std::size_t s = 0; s < list.size(); ++s) {
    cliques.emplace_back(list[s].begin(), list[s].end());
  }
  return cliques;
}

/// All subsets of at most 14 vertices, each looked at on its own.
Cliques plain_cliques(const Graph& graph) {
  const auto n = static_cast<unsigned>(graph.n_vertices);
  std::vector<unsigned> rows(n, 0);
  for (unsigned v = 0; v < n; ++v) {
    for (const int w : graph.neighbors(static_cast<int>(v))) {
      rows[v] |= 1U << static_cast<unsigned>(w);
    }
  }
  const auto common = [&rows, n](unsigned subset) {
    unsigned all = (1U << n) - 1;
    for (unsigned v = 0; v < n; ++v) {
      if ((subset >> v & 1U) != 0) {
        all &= rows[v] | 1U << v;
      }
    }
    return all;
  };
  Cliques cliques;
  for (unsigned subset = 1; subset < 1U << n; ++subset) {
    if (common(subset) == subset) {
      cliques.emplace_back();
      for (unsigned v = 0; v < n; ++v) {
        if ((subset >> v & 1U) != 0) {
          cliques.back().push_back(static_cast<std::int32_t>(v));
        }
      }
    }
  }
  std::ranges::sort(cliques);
  return cliques;
}

TEST(MaximalCliques, EqualTheEnumerationOfAllSubsets) {
  std::size_t n_found = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const int n = 1 + static_cast<int>(seed % 14);
    const Graph graph = random_graph(n, 0.1 * static_cast<double>(seed % 11), seed);
    const Cliques found = cliques_of(graph);
    ASSERT_EQ(found, plain_cliques(graph)) << seed;
    n_found += found.size();
  }
  EXPECT_GT(n_found, 1000U);
}

TEST(MaximalCliques, OfTheHexagon) {
  EXPECT_EQ(cliques_of(circle_graph(6, 1)),
            (Cliques{{0, 1}, {0, 5}, {1, 2}, {2, 3}, {3, 4}, {4, 5}}));
  EXPECT_EQ(circle_graph(6, 2).n_edges(), 12U);
  EXPECT_EQ(
      cliques_of(circle_graph(6, 2)),
      (Cliques{
          {0, 1, 2}, {0, 1, 5}, {0, 2, 4}, {0, 4, 5}, {1, 2, 3}, {1, 3, 5}, {2, 3, 4}, {3, 4, 5}}));
  EXPECT_EQ(cliques_of(circle_graph(6, 3)), (Cliques{{0, 1, 2, 3, 4, 5}}));
}

TEST(MaximalCliques, OfNothingAndOfIsolatedVertices) {
  EXPECT_TRUE(maximal_cliques(make_graph(0, {}), {}, {}).empty());
  EXPECT_EQ(cliques_of(make_graph(4, Edges{{1, 3}})), (Cliques{{0}, {1, 3}, {2}}));
}

TEST(MaximalCliques, OfGroupsAreAllChoicesOfOneEach) {
  // Alone their sets are one word; around 70 vertices that neighbour everything they take more.
  for (const int n_universal : {0, 70}) {
    const int n = 27 + n_universal;
    const Graph graph =
        graph_where(n, [](int i, int j) { return i >= 27 || j >= 27 || i / 3 != j / 3; });
    const SimplexList list = maximal_cliques(graph, {}, {});
    ASSERT_EQ(list.size(), 19683U);
    for (std::size_t s = 0; s < list.size(); ++s) {
      ASSERT_EQ(list[s].size(), 9U + static_cast<std::size_t>(n_universal));
      std::size_t number = s;
      for (std::size_t group = 9; group-- > 0; number /= 3) {
        ASSERT_EQ(list[s][group], static_cast<std::int32_t>(3 * group + number % 3));
      }
    }
  }
}

TEST(MaximalCliques, DoNotDependOnTheNumbersOfTheVertices) {
  // Neighbourhoods on both sides of 64 vertices.
  for (const auto& [n, density] : {std::pair{150, 0.3}, std::pair{180, 0.45}}) {
    const Graph graph = random_graph(n, density, 5);
    EXPECT_EQ(orient_by_degeneracy(graph).degeneracy > 64, n == 180);
    const auto turned = [n = n](int v) { return (v * 7 + 3) % n; };
    Edges edges;
    for (int v = 0; v < n; ++v) {
      for (const int w : graph.neighbors(v)) {
        edges.emplace_back(turned(v), turned(w));
      }
    }
    Cliques found = cliques_of(graph);
    EXPECT_TRUE(std::ranges::is_sorted(found));
    for (auto& clique : found) {
      std::ranges::transform(clique, clique.begin(), turned);
      std::ranges::sort(clique);
    }
    std::ranges::sort(found);
    EXPECT_EQ(cliques_of(make_graph(n, edges)), found);
  }
}

TEST(MaximalCliques, OfHugeRegularGraphsAreFoundAtOnce) {
  Edges star;
  for (int leaf = 1; leaf <= 100'000; ++leaf) {
    star.emplace_back(0, leaf);
  }
  const SimplexList pairs = maximal_cliques(make_graph(100'001, star), {}, {});
  ASSERT_EQ(pairs.size(), 100'000U);
  EXPECT_THAT(pairs[99'999], ElementsAre(0, 100'000));

  const SimplexList one = maximal_cliques(complete_graph(2000), {}, {});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].size(), 2000U);

  // Two complete graphs with 500 vertices in common.
  const SimplexList two = maximal_cliques(
      graph_where(1500, [](int i, int j) { return !(i < 500 && j >= 1000); }), {}, {});
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0].size(), 1000U);
  EXPECT_EQ(two[1].front(), 500);
}

TEST(MaximalCliques, StopAtTheLimitAndSayWhatToDo) {
  const Graph moon_moser = grouped_graph(60, 3);
  const std::string message =
      test::message_of<CliqueError>([&] { maximal_cliques(moon_moser, {}, {}); });
  EXPECT_THAT(message, HasSubstr("more than 5000000 maximal cliques"));
  EXPECT_THAT(message, HasSubstr("--k-neighbors"));
  EXPECT_THAT(message, HasSubstr("--clique-limit"));
  // A cocktail party of 1,000 pairs has 2^1000 cliques of 1,000 vertices each.
  const std::string wide = test::message_of<CliqueError>(
      [] { maximal_cliques(grouped_graph(2000, 2), {1000, 100'000}, {}); });
  EXPECT_THAT(wide, HasSubstr("more than 100000 vertices"));
  EXPECT_EQ(cliques_of(grouped_graph(12, 3), {81, 324}).size(), 81U);
  EXPECT_THROW(cliques_of(grouped_graph(12, 3), {80, 324}), CliqueError);
  EXPECT_THROW(cliques_of(grouped_graph(12, 3), {81, 323}), CliqueError);
}

TEST(MaximalCliques, StopWhenAsked) {
  std::stop_source source;
  source.request_stop();
  EXPECT_THROW(maximal_cliques(grouped_graph(60, 3), {}, Watch(source.get_token(), {})), Cancelled);
}

}  // namespace
}  // namespace baryscope
