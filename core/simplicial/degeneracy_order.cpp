#include "core/simplicial/degeneracy_order.h"

#include <algorithm>
#include <utility>

namespace baryscope {
namespace {

/// The vertices sorted by remaining degree, with where each degree begins and each vertex stands.
struct DegreeBuckets {
  struct State {
    std::uint32_t degree = 0, place = 0;
  };
  std::vector<State> states;           ///< [n_vertices]
  std::vector<std::int32_t> vertices;  ///< [n_vertices] by place
  std::vector<std::uint32_t> begins;   ///< [largest degree + 2] the first place of a degree
};

DegreeBuckets sort_by_degree(const Graph& graph) {
  const auto n = static_cast<std::size_t>(graph.n_vertices);
  DegreeBuckets buckets;
  buckets.states.resize(n);
  buckets.vertices.resize(n);
  std::uint32_t largest = 0;
  for (std::size_t v = 0; v < n; ++v) {
    buckets.states[v].degree = static_cast<std::uint32_t>(graph.degree(static_cast<int>(v)));
    largest = std::max(largest, buckets.states[v].degree);
  }
  buckets.begins.assign(std::size_t{largest} + 2, 0);
  for (const DegreeBuckets::State& state : buckets.states) {
    ++buckets.begins[state.degree + 1];
  }
  for (std::size_t d = 0; d <= largest; ++d) {
    buckets.begins[d + 1] += buckets.begins[d];
  }
  std::vector<std::uint32_t> next(buckets.begins.begin(), buckets.begins.end() - 1);
  for (std::size_t v = 0; v < n; ++v) {
    buckets.states[v].place = next[buckets.states[v].degree]++;
    buckets.vertices[buckets.states[v].place] = static_cast<std::int32_t>(v);
  }
  return buckets;
}

}  // namespace

OrientedGraph orient_by_degeneracy(const Graph& graph) {
  const auto n = static_cast<std::size_t>(graph.n_vertices);
  DegreeBuckets buckets = sort_by_degree(graph);
  OrientedGraph oriented;
  oriented.rows.resize(n);
  oriented.targets.resize(graph.targets.size());
  std::vector<std::int32_t> earlier(buckets.begins.size());
  // Plain pointers: through the vectors the compiler must load their addresses anew at every write.
  DegreeBuckets::State* const states = buckets.states.data();
  std::int32_t* const vertices = buckets.vertices.data();
  std::uint32_t* const begins = buckets.begins.data();
  std::int32_t* const earlier_targets = earlier.data();
  for (std::size_t i = 0; i < n; ++i) {
    const std::int32_t v = vertices[i];
    const std::uint32_t degree = states[v].degree;
    const std::size_t begin = graph.offsets[static_cast<std::size_t>(v)];
    std::int32_t* const targets = oriented.targets.data() + begin;
    std::uint32_t n_later = 0;
    std::uint32_t n_earlier = 0;
    for (const std::int32_t w : graph.neighbors(v)) {
      const DegreeBuckets::State state = states[w];
      const bool later = state.place > i;
      // Written to both, kept in one: no branch that is taken every other time.
      targets[n_later] = w;
      earlier_targets[n_earlier] = w;
      n_later += later ? 1 : 0;
      n_earlier += later ? 0 : 1;
      if (state.degree > degree) {
        // One neighbour less: w changes places with the first of its bucket, which then begins
        // behind it.
        const std::uint32_t first = begins[state.degree]++;
        const std::int32_t other = vertices[first];
        vertices[state.place] = other;
        vertices[first] = w;
        states[other].place = state.place;
        states[w] = {state.degree - 1, first};
      }
    }
    std::copy_n(earlier_targets, n_earlier, targets + n_later);
    oriented.rows[static_cast<std::size_t>(v)] = {begin, n_later, n_earlier};
    oriented.degeneracy = std::max(oriented.degeneracy, std::size_t{n_later});
  }
  oriented.order = std::move(buckets.vertices);
  return oriented;
}

}  // namespace baryscope
