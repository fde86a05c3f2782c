/// Scores of tuples as composite rows, and their gradients; included by each build of the kernels.
#pragma once

#include <cstdint>

#include "core/attention/cpu/small_matrix.h"
#include "core/attention/cpu/small_problem.h"

// The equations are those of score_gradient.cpp. Rows have the padded length.
namespace {

using baryscope::TripleScore;
using baryscope::cpu::SmallTuples;

/// sum += factor · a × b.
template <typename Scalar>
void cross(const Scalar* a, const Scalar* b, Scalar factor, Scalar* sum) {
  sum[0] += factor * (a[1] * b[2] - a[2] * b[1]);
  sum[1] += factor * (a[2] * b[0] - a[0] * b[2]);
  sum[2] += factor * (a[0] * b[1] - a[1] * b[0]);
}

/// The composite row c of a query q and a tuple's r, and what of the score does not depend on the
/// first key.
template <typename Scalar>
Scalar compose_row(const SmallTuples<Scalar>& problem, const Scalar* query, const Scalar* rest,
                   Scalar* __restrict row) {
  const std::int64_t dim = problem.head_dim;
  const std::int64_t padded_dim = padded<Scalar>(dim);
  switch (problem.score) {
    case TripleScore::trilinear:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry)
        row[entry] = query[entry] * rest[entry];
      return 0;
    case TripleScore::determinant:
      fill<Scalar>(row, padded_dim, 0);
      for (std::int64_t entry = 0; entry + 3 <= dim; entry += 3) {
        cross(rest + entry, query + entry, Scalar(1), row + entry);
      }
      return 0;
    case TripleScore::strassen:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) {
        row[entry] = query[entry] + problem.scale * rest[entry];
      }
      break;
    case TripleScore::rank_one:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) row[entry] = query[entry];
      break;
    case TripleScore::unsigned_triple:  // goes the general way
      return 0;
  }
  Scalar bias = 0;
  for (std::int64_t entry = 0; entry < dim; ++entry) bias += query[entry] * rest[entry];
  return bias;
}

/// Passes a composite row's gradient E and the sum of its dA on to q and r.
template <typename Scalar>
void pass_on(const SmallTuples<Scalar>& problem, const Scalar* query, const Scalar* rest,
             const Scalar* gradient, Scalar row_sum, Scalar* __restrict query_gradient,
             Scalar* __restrict rest_gradient) {
  const Scalar scale = problem.scale;
  const std::int64_t padded_dim = padded<Scalar>(problem.head_dim);
  switch (problem.score) {
    case TripleScore::trilinear:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) {
        query_gradient[entry] += scale * gradient[entry] * rest[entry];
      }
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) {
        rest_gradient[entry] += gradient[entry] * query[entry];
      }
      return;
    case TripleScore::determinant:
      for (std::int64_t entry = 0; entry + 3 <= problem.head_dim; entry += 3) {
        cross(gradient + entry, rest + entry, scale, query_gradient + entry);
        cross(query + entry, gradient + entry, Scalar(1), rest_gradient + entry);
      }
      return;
    case TripleScore::strassen:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) {
        query_gradient[entry] += scale * (gradient[entry] + row_sum * rest[entry]);
        rest_gradient[entry] += scale * gradient[entry] + row_sum * query[entry];
      }
      return;
    case TripleScore::rank_one:
      for (std::int64_t entry = 0; entry < padded_dim; ++entry) {
        query_gradient[entry] += scale * (gradient[entry] + row_sum * rest[entry]);
        rest_gradient[entry] += row_sum * query[entry];
      }
      return;
    case TripleScore::unsigned_triple:
      return;
  }
}

}  // namespace
