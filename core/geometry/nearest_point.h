/// The active-set solver behind hull membership and gauge: the point of a polytope nearest to
/// another.
#pragma once

#include <span>
#include <vector>

#include "core/base/progress.h"

namespace baryscope {

/// n_rows points of R^n_columns in one block of row-major doubles.
struct PointRows {
  const double* data = nullptr;
  int n_rows = 0;
  int n_columns = 0;

  [[nodiscard]] std::span<const double> row(int index) const {
    return {data + static_cast<std::size_t>(index) * static_cast<std::size_t>(n_columns),
            static_cast<std::size_t>(n_columns)};
  }
};

/// The set is conv{t·v_j}, or conv{±t·v_j} where `symmetric`.
struct NearestPointProblem {
  PointRows points;
  std::span<const double> target;
  double factor = 1;  ///< t
  bool symmetric = false;
  double tolerance = 0;  ///< absolute: stop once the gap is at most this
};

struct NearestPoint {
  std::vector<int> rows;        ///< the support, affinely independent
  std::vector<double> signs;    ///< [support] ±1
  std::vector<double> weights;  ///< [support] > 0, sum 1
  std::vector<double> normal;   ///< [d] unit vector from the set to the target; zero inside
};

/// Wolfe's minimum-norm point (Math. Programming 11, 1976) of the set shifted by the target. The
/// support's factor is an updated QR instead of Wolfe's Cholesky of the Gram matrix: a distance
/// from a Gram matrix is good only to the root of the machine's precision. Throws Cancelled.
NearestPoint find_nearest_point(const NearestPointProblem& problem, const Watch& watch);

}  // namespace baryscope
