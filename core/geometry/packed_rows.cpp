#include "core/geometry/packed_rows.h"

#include "core/base/error.h"

namespace baryscope {

PackedRows::PackedRows(const Matrix& matrix, std::span<const int> rows) {
  BARYSCOPE_CHECK(!rows.empty());
  BARYSCOPE_CHECK(rows.front() >= 0 && rows.back() < matrix.n_rows);
  for (std::size_t r = 1; r < rows.size(); ++r) {
    BARYSCOPE_CHECK(rows[r - 1] < rows[r]);
  }
  const int n_rows = static_cast<int>(rows.size());
  const double* first = matrix.row(rows.front()).data();
  if (rows.back() - rows.front() + 1 != n_rows) {
    m_copy.reserve(rows.size() * static_cast<std::size_t>(matrix.n_columns));
    for (const int row : rows) {
      const auto values = matrix.row(row);
      m_copy.insert(m_copy.end(), values.begin(), values.end());
    }
    first = m_copy.data();
  }
  m_points = {first, n_rows, matrix.n_columns};
}

}  // namespace baryscope
