#include "core/simplicial/clique_complex.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <span>

#include "core/base/error.h"
#include "core/simplicial/face_walk.h"
#include "core/simplicial/z2_reduction.h"

namespace baryscope {
namespace {

constexpr std::size_t no_size = std::numeric_limits<std::size_t>::max();

/// What a walk may look at or a reduction may keep so that at most `most` simplices come out.
std::size_t work_limit(std::size_t most) {
  constexpr std::size_t least = std::size_t{1} << 22U;
  return most > (no_size - least) / 64 ? no_size : 64 * most + least;
}

/// counts[arity − 1 + j] += C(n_behind, j): the faces of one simplex that begin with a face of it
/// that ends `n_behind` vertices before its end. False on overflow.
bool add_faces_of_one(std::vector<std::size_t>& counts, std::size_t arity, std::size_t n_behind) {
  std::size_t binomial = 1;
  for (std::size_t j = 0; j <= n_behind && arity - 1 + j < counts.size(); ++j) {
    std::size_t& count = counts[arity - 1 + j];
    if (count > no_size - binomial) {
      return false;
    }
    count += binomial;
    if (j < n_behind) {
      const std::size_t common = std::gcd(binomial, j + 1);
      const std::size_t factor = (n_behind - j) / ((j + 1) / common);
      if (arity + j < counts.size() && binomial / common > no_size / factor) {
        return false;
      }
      binomial = binomial / common * factor;
    }
  }
  return true;
}

/// The forest that edges in this order make: its size is the rank of the first coboundary, and its
/// edges are pivots of it.
Z2Reduction reduce_edges(std::size_t n_vertices, const SimplexList& vertices,
                         const SimplexList& edges) {
  std::vector<std::int32_t> parents(n_vertices);
  for (std::size_t v = 0; v < vertices.size(); ++v) {
    const std::int32_t vertex = vertices[v].front();
    parents[static_cast<std::size_t>(vertex)] = vertex;
  }
  const auto root = [&parents](std::int32_t vertex) {
    while (parents[static_cast<std::size_t>(vertex)] != vertex) {
      std::int32_t& parent = parents[static_cast<std::size_t>(vertex)];
      parent = parents[static_cast<std::size_t>(parent)];
      vertex = parent;
    }
    return vertex;
  };
  Z2Reduction reduction;
  reduction.is_pivot.assign(edges.size(), false);
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const std::int32_t a = root(edges[e][0]);
    const std::int32_t b = root(edges[e][1]);
    if (a != b) {
      parents[static_cast<std::size_t>(a)] = b;
      reduction.is_pivot[e] = true;
      ++reduction.rank;
    }
  }
  return reduction;
}

}  // namespace

std::vector<std::size_t> count_by_arity(const SimplexList& maximal) {
  std::vector<std::size_t> counts(1, 0);
  for (std::size_t s = 0; s < maximal.size(); ++s) {
    const std::size_t arity = maximal[s].size();
    counts.resize(std::max(counts.size(), arity + 1), 0);
    ++counts[arity];
  }
  return counts;
}

std::optional<std::vector<std::size_t>> count_by_dimension(const SimplexList& maximal,
                                                           int max_dimension, std::size_t most,
                                                           const Watch& watch) {
  BARYSCOPE_CHECK(max_dimension >= 0);
  std::vector<std::size_t> counts(static_cast<std::size_t>(max_dimension) + 1, 0);
  std::size_t n_listed = 0;
  FaceWalk walk(maximal, 1, work_limit(most), watch);
  const bool whole =
      walk.run([&](std::span<const std::int32_t> face, std::span<const FaceWalk::Holder> holders) {
        using Next = FaceWalk::Next;
        if (holders.size() == 1) {
          const std::size_t n_behind = maximal[holders[0].simplex].size() - holders[0].place - 1;
          return add_faces_of_one(counts, face.size(), n_behind) ? Next::skip : Next::stop;
        }
        if (++n_listed > most) {
          return Next::stop;
        }
        ++counts[face.size() - 1];
        return face.size() < counts.size() ? Next::descend : Next::skip;
      });
  return whole ? std::optional(std::move(counts)) : std::nullopt;
}

std::optional<SimplexList> faces_of_arity(const SimplexList& maximal, int arity, std::size_t most,
                                          const Watch& watch) {
  BARYSCOPE_CHECK(arity >= 1);
  const auto wanted = static_cast<std::size_t>(arity);
  SimplexList faces;
  FaceWalk walk(maximal, wanted, work_limit(most), watch);
  const bool whole =
      walk.run([&](std::span<const std::int32_t> face, std::span<const FaceWalk::Holder>) {
        using Next = FaceWalk::Next;
        if (face.size() < wanted) {
          return Next::descend;
        }
        if (faces.size() == most) {
          return Next::stop;
        }
        faces.push_back(face);
        return Next::skip;
      });
  return whole ? std::optional(std::move(faces)) : std::nullopt;
}

std::optional<std::vector<int>> betti_numbers(const SimplexList& maximal, int max_dimension,
                                              std::size_t most, const Watch& watch) {
  BARYSCOPE_CHECK(max_dimension >= 0);
  std::vector<int> betti(static_cast<std::size_t>(max_dimension) + 1, 0);
  auto faces = faces_of_arity(maximal, 1, most, watch);
  if (!faces) {
    return std::nullopt;
  }
  std::size_t n_left = most - faces->size();
  const std::size_t n_vertices =
      faces->empty() ? 0 : static_cast<std::size_t>(faces->vertices.back()) + 1;
  Z2Reduction before;
  before.is_pivot.assign(faces->size(), false);
  for (int d = 0; d <= max_dimension && !faces->empty(); ++d) {
    auto cofaces = faces_of_arity(maximal, d + 2, n_left, watch);
    if (!cofaces) {
      return std::nullopt;
    }
    n_left -= cofaces->size();
    auto reduction =
        d == 0 ? std::optional(reduce_edges(n_vertices, *faces, *cofaces))
               : reduce_coboundary(*faces, *cofaces, before.is_pivot, work_limit(most), watch);
    if (!reduction) {
      return std::nullopt;
    }
    betti[static_cast<std::size_t>(d)] =
        static_cast<int>(faces->size() - before.rank - reduction->rank);
    before = std::move(*reduction);
    faces = std::move(cofaces);
  }
  return betti;
}

}  // namespace baryscope
