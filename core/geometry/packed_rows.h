/// Some rows of a matrix as one block.
#pragma once

#include <span>
#include <vector>

#include "core/geometry/matrix.h"
#include "core/geometry/nearest_point.h"

namespace baryscope {

/// A view where the rows follow each other, else a copy. Views the matrix, which must outlive it.
class PackedRows {
 public:
  /// rows: ascending, within the matrix, not empty.
  PackedRows(const Matrix& matrix, std::span<const int> rows);
  PackedRows(const PackedRows&) = delete;
  PackedRows& operator=(const PackedRows&) = delete;

  [[nodiscard]] PointRows points() const { return m_points; }

 private:
  std::vector<double> m_copy;
  PointRows m_points;
};

}  // namespace baryscope
