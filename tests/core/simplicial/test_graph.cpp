#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/base/error.h"
#include "core/simplicial/degeneracy_order.h"
#include "tests/core/simplicial/graphs.h"

namespace baryscope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(MakeGraph, JoinsDirectionsAndRepeatsAndDropsLoops) {
  const Graph graph = make_graph(5, Edges{{3, 1}, {1, 3}, {3, 1}, {2, 2}, {0, 3}, {1, 0}});
  EXPECT_EQ(graph.n_vertices, 5);
  EXPECT_EQ(graph.n_edges(), 3U);
  EXPECT_THAT(graph.neighbors(0), ElementsAre(1, 3));
  EXPECT_THAT(graph.neighbors(1), ElementsAre(0, 3));
  EXPECT_THAT(graph.neighbors(2), IsEmpty());
  EXPECT_THAT(graph.neighbors(3), ElementsAre(0, 1));
  EXPECT_EQ(graph.degree(4), 0U);
}

TEST(MakeGraph, DoesNotDependOnTheOrderOfTheEdges) {
  Random random(7);
  Edges edges;
  for (int e = 0; e < 400; ++e) {
    edges.emplace_back(random.below(60), random.below(60));
  }
  const Graph graph = make_graph(60, edges);
  std::set<std::pair<std::int32_t, std::int32_t>> expected;
  for (auto& [a, b] : edges) {
    if (a != b) {
      expected.insert({std::min(a, b), std::max(a, b)});
    }
    std::swap(a, b);
  }
  std::reverse(edges.begin(), edges.end());
  EXPECT_EQ(make_graph(60, edges), graph);
  EXPECT_EQ(graph.n_edges(), expected.size());
  for (const auto& [a, b] : expected) {
    EXPECT_TRUE(std::ranges::binary_search(graph.neighbors(a), b));
    EXPECT_TRUE(std::ranges::binary_search(graph.neighbors(b), a));
  }
}

TEST(MakeGraph, TakesNothingAndRefusesStrangers) {
  EXPECT_EQ(make_graph(0, {}).n_edges(), 0U);
  EXPECT_EQ(make_graph(3, {}).offsets, (std::vector<std::size_t>{0, 0, 0, 0}));
  EXPECT_THROW(make_graph(3, Edges{{0, 3}}), CheckFailed);
  EXPECT_THROW(make_graph(3, Edges{{-1, 0}}), CheckFailed);
}

/// The degeneracy by its definition, the plain way: the largest least degree while vertices of
/// least degree go away.
std::size_t plain_degeneracy(const Graph& graph) {
  std::vector<int> left;
  for (int v = 0; v < graph.n_vertices; ++v) {
    left.push_back(v);
  }
  std::size_t degeneracy = 0;
  while (!left.empty()) {
    std::size_t least = left.size();
    int at = left.front();
    for (const int v : left) {
      const auto row = graph.neighbors(v);
      const auto degree = static_cast<std::size_t>(std::ranges::count_if(
          row, [&left](int w) { return std::ranges::binary_search(left, w); }));
      if (degree < least) {
        least = degree;
        at = v;
      }
    }
    degeneracy = std::max(degeneracy, least);
    std::erase(left, at);
  }
  return degeneracy;
}

TEST(DegeneracyOrder, IsAnOrderWithFewLaterNeighbors) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Graph graph = random_graph(40, 0.05 * static_cast<double>(seed), seed);
    const OrientedGraph oriented = orient_by_degeneracy(graph);
    EXPECT_EQ(oriented.degeneracy, plain_degeneracy(graph)) << seed;
    std::vector<int> place(40, -1);
    for (int i = 0; i < 40; ++i) {
      place[static_cast<std::size_t>(oriented.order[static_cast<std::size_t>(i)])] = i;
    }
    EXPECT_EQ(std::ranges::count(place, -1), 0);
    for (int v = 0; v < 40; ++v) {
      const auto later = oriented.later(v);
      const auto earlier = oriented.earlier(v);
      EXPECT_LE(later.size(), oriented.degeneracy);
      EXPECT_TRUE(std::ranges::is_sorted(later) && std::ranges::is_sorted(earlier));
      EXPECT_EQ(later.size() + earlier.size(), graph.degree(v));
      const auto place_of = [&place](int w) { return place[static_cast<std::size_t>(w)]; };
      for (const int w : later) {
        EXPECT_GT(place_of(w), place_of(v));
      }
      for (const int w : earlier) {
        EXPECT_LT(place_of(w), place_of(v));
      }
    }
  }
}

TEST(DegeneracyOrder, OfAStarIsOne) {
  Edges edges;
  for (int leaf = 1; leaf < 1000; ++leaf) {
    edges.emplace_back(0, leaf);
  }
  EXPECT_EQ(orient_by_degeneracy(make_graph(1000, edges)).degeneracy, 1U);
}

}  // namespace
}  // namespace baryscope
